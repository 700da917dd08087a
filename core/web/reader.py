"""Who reads a page: his language, time zone and clock, active while the page is made."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation.trans_real import get_supported_language_variant

_twelve_hours: ContextVar[bool] = ContextVar("twelve_hours", default=False)


@contextmanager
def reading(request: HttpRequest) -> Iterator[None]:
    """Within the block texts, instants and hours are those of the person who sent the request.

    A stranger gets the language that his browser asks for, and UTC.
    """
    # who brings no cookie is a stranger: to ask for the user would make the answer vary by cookie
    user: Any = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    known = user is not None and user.is_authenticated
    language = _language(request, user.language if known else "")
    clock = _twelve_hours.set(known and user.twelve_hour_clock)
    try:
        with translation.override(language), timezone.override(ZoneInfo(user.timezone) if known else None):
            yield
    finally:
        _twelve_hours.reset(clock)


def reads_twelve_hours() -> bool:
    """Whether the person who reads this page has a clock of twelve hours."""
    return _twelve_hours.get()


def language_read() -> str:
    """The code of the language that the page is made in, such as `de`."""
    return (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def _language(request: HttpRequest, wanted: str) -> str:
    """The language that a person has chosen, else his browser's, else the site's."""
    if wanted:
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            return settings.LANGUAGE_CODE
    return translation.get_language_from_request(request)
