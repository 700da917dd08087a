"""`/accounts/welcome/`: the first question to a new person, which can be left unanswered."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.actions.update_profile import update_profile
from accounts.changes import ProfileChanges
from accounts.web.reading_form import ReadingForm
from core.api.address import client_address
from core.errors import Invalid
from core.web.form_errors import add_errors
from core.web.page import PageView


class WelcomeForm(ReadingForm):
    """Zone, week and clock, which a browser can guess."""

    language = None  # type: ignore[assignment]  # the browser has said that already


class Welcome(PageView):
    """Asked after signing up, and never again."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return self._shown(WelcomeForm(initial=ReadingForm.values_of(self.actor)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Saves the answers, or with `skip` none of them; leads on."""
        form = WelcomeForm(request.POST)
        answers: dict[str, Any] = {}
        if "skip" not in request.POST:
            if not form.is_valid():
                return self._shown(form)
            answers = form.cleaned_data
        try:
            update_profile(
                actor=self.actor,
                changes=ProfileChanges(**answers, onboarded_at=timezone.now()),
                address=client_address(request),
            )
        except Invalid as error:
            add_errors(form, error)
            return self._shown(form)
        return redirect(self._following())

    def _shown(self, form: forms.Form) -> HttpResponse:
        query = urlencode({"next": self._following()})
        status = 422 if form.is_bound else 200
        return render(self.request, "accounts/welcome.html", {"form": form, "query": query}, status=status)

    def _following(self) -> str:
        wanted = self.request.GET.get("next", "")
        return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
