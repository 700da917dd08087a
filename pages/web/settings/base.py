"""The base of the pages of the settings: one form each, saved by one action."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import Conflict, DomainError, Invalid, NotAuthenticated, Refused
from core.web.form_errors import add_errors
from core.web.page import PageView
from core.web.toasts import toast

SECTIONS: tuple[tuple[str, str, Promise], ...] = (
    ("settings", "user", gettext_lazy("Profile")),
    ("settings-reading", "globe", gettext_lazy("Language and time")),
    ("settings-look", "monitor", gettext_lazy("Look and keyboard")),
    ("settings-security", "shield-check", gettext_lazy("Signing in")),
    ("settings-sessions", "smartphone", gettext_lazy("Sessions")),
    ("settings-privacy", "eye", gettext_lazy("Privacy")),
    ("settings-feeds", "rss", gettext_lazy("Feeds")),
    ("settings-data", "download", gettext_lazy("Data and API")),
)
SHOWN_IN_FORM = (Invalid, Refused, Conflict, NotAuthenticated)
"""Refusals that are about what was typed."""


class SettingsPage(PageView):
    """One of the pages; subclasses set its address's name and its template."""

    name: ClassVar[str]
    template: ClassVar[str]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return self.shown()

    def context(self) -> dict[str, Any]:
        """What the template shows beside the forms."""
        return {}

    def shown(self, status: int = 200, **context: Any) -> HttpResponse:
        """The page, with the list of all of them."""
        title = next(words for name, _icon, words in SECTIONS if name == self.name)
        page = {"sections": SECTIONS, "section": self.name, "page_title": title}
        return render(self.request, self.template, {**page, **self.context(), **context}, status=status)

    def refused(
        self, form: forms.Form, error: DomainError, name: str = "form", **context: Any
    ) -> HttpResponse:
        """The page with the refusal in the form; raises it again where it is not about what was typed."""
        if not isinstance(error, SHOWN_IN_FORM):
            raise error
        add_errors(form, error)
        return self.shown(422, **{name: form}, **context)

    def saved(self, text: str = "", undo_token: str | None = None) -> HttpResponse:
        """Back to the page, which tells that it is done, with the way back if there is one."""
        toast(self.request, text or _("Saved."), undo_token)
        return redirect(self.name)
