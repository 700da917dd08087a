"""The pages on which one adds and removes second factors: allauth's, writing by our actions."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.actions.add_second_factor import add_passkey, add_totp
from accounts.actions.remove_second_factor import remove_second_factor
from accounts.actions.renew_recovery_codes import renew_recovery_codes
from accounts.models import User
from core.errors import Invalid
from core.web.form_errors import add_errors
from core.web.toasts import toast

OVERVIEW = "settings-security"


class AddApp(ActivateTOTPView):
    """Adds an authenticator app: a secret as a picture and as text, and the code that proves it was read."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Adds the app where the code is right."""
        try:
            with_codes = add_totp(
                actor=_actor(self.request), secret=form.secret, code=form.cleaned_data["code"]
            )
        except Invalid as error:
            add_errors(form, error)
            refused: HttpResponse = self.form_invalid(form)
            return refused
        clear_totp_secret(self.request)
        return _done(self.request, _("Your authenticator app is added."), "totp_activated", with_codes)


class RemoveApp(DeactivateTOTPView):
    """Removes the authenticator app, after a question."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Removes the app."""
        remove_second_factor(actor=_actor(self.request), factor_id=self.authenticator.pk)
        return _done(self.request, _("Your authenticator app is removed."), "totp_deactivated")


class AddPasskey(AddWebAuthnView):
    """Adds a passkey, which the browser makes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the browser needs: it has to keep the passkey and to ask for a PIN, a finger or a face."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "js_data": {"creation_options": begin_registration(self.request.user, True)}}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Adds the passkey, whose signature the form has verified."""
        with_codes = add_passkey(actor=_actor(self.request), **form.cleaned_data)
        return _done(self.request, _("Your passkey is added."), "webauthn_added", with_codes)


class RemovePasskey(RemoveWebAuthnView):
    """Removes a passkey, after a question."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Removes the passkey."""
        remove_second_factor(actor=_actor(self.request), factor_id=self.object.pk)
        return _done(self.request, _("Your passkey is removed."), "webauthn_removed")


class RenewCodes(GenerateRecoveryCodesView):
    """Makes new recovery codes, after a question."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Replaces the codes, and shows the new ones."""
        renew_recovery_codes(actor=_actor(self.request))
        return _done(
            self.request, _("Your former recovery codes are good no more."), "recovery_codes_generated", True
        )


def _done(request: HttpRequest, text: str, mail: str, with_codes: bool = False) -> HttpResponse:
    """Tells it, here and by mail; leads to new recovery codes, or back to the settings."""
    toast(request, text)
    get_adapter().send_notification_mail(f"mfa/email/{mail}", request.user)
    return redirect("mfa_view_recovery_codes" if with_codes else OVERVIEW)


def _actor(request: HttpRequest) -> User:
    return cast(User, request.user)
