"""Puts the refusals of actions where a form shows its errors."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from core.errors import DomainError
from core.web.refusals import in_readers_words


def add_errors(form: forms.BaseForm, error: DomainError, names: Mapping[str, str] | None = None) -> None:
    """Adds each fault to the form's field of its name, and to the form where it has no such field.

    `names` maps wire names to the form's where they differ. An error without faults is the form's as a whole.
    What actions say is told in the reader's language.
    """
    if not error.faults:
        form.add_error(None, ValidationError(in_readers_words(error.detail), error.code))
    for fault in error.faults:
        wanted = (names or {}).get(fault.field, fault.field)
        field = wanted if wanted in form.fields else wanted.partition(".")[0]
        known = field in form.fields
        message = in_readers_words(fault.message)
        form.add_error(
            field if known else NON_FIELD_ERRORS,
            ValidationError(message if known or not fault.field else f"{fault.field}: {message}", fault.code),
        )
