"""`/settings/security/`: password, authenticator app, passkeys, recovery codes."""

from typing import Any

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.change_password import change_password
from accounts.selectors.second_factors import Kind, list_second_factors, unused_codes
from accounts.web.forms import GOOD_PASSWORD, password_field
from accounts.web.mails import send_notice
from core.api.address import client_address
from core.errors import DomainError
from pages.web.settings.base import SettingsPage


class PasswordForm(forms.Form):
    """The present password and the next one."""

    current_password = password_field(gettext_lazy("Present password"), "current-password")
    new_password = password_field(gettext_lazy("New password"), "new-password", help_text=GOOD_PASSWORD)


class Security(SettingsPage):
    """How one signs in."""

    name = "settings-security"
    template = "pages/settings/security.html"

    def context(self) -> dict[str, Any]:
        """The form, and what there is beside the password."""
        factors = list_second_factors(self.actor)
        codes = next((each for each in factors if each.type == Kind.RECOVERY_CODES), None)
        return {
            "form": PasswordForm(),
            "app": next((each for each in factors if each.type == Kind.TOTP), None),
            "passkeys": [each for each in factors if each.type == Kind.WEBAUTHN],
            "codes_left": len(unused_codes(codes)) if codes else None,
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Changes the password; all other sessions end."""
        form = PasswordForm(request.POST)
        if not form.is_valid():
            return self.shown(422, form=form)
        try:
            user = change_password(
                actor=self.actor,
                session_id=request.signed_in.session_id,  # type: ignore[attr-defined]
                address=client_address(request),
                **form.cleaned_data,
            )
        except DomainError as error:
            return self.refused(form, error)
        # a new key for the cookie, as is good custom
        update_session_auth_hash(request, user)
        send_notice(request, user, "account/email/password_changed")
        return self.saved(_("Your password is changed, and you are signed out everywhere else."))
