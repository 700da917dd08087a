"""Forms for codes and passkeys; what they are compared with, the actions know."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.forms import _BaseAddWebAuthnForm as AddPasskeyForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.actions.add_second_factor import LONGEST_NAME
from accounts.actions.refuse_login import refuse_login
from accounts.actions.verify_second_factor import verify_second_factor
from accounts.errors import SecondFactorRequired
from accounts.web.browser_session import origin
from core.actors import Anonymous
from core.api.address import client_address


def code_field() -> forms.CharField:
    """A field for a code, which phones and password managers fill in by its `autocomplete`."""
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    return forms.CharField(label=_("Code"), max_length=32, widget=forms.TextInput(attrs=attributes))


class CodeForm(AuthenticateForm):
    """A code, the second step of signing in; a wrong one is a refused login."""

    is_login = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()

    def clean_code(self) -> str:
        """The code, which is spent. Raises `TooManyRequests`."""
        code: str = self.cleaned_data["code"]
        request = context.request
        self.authenticator = verify_second_factor(self.user, code, address=client_address(request))
        if self.authenticator is None:
            if self.is_login:
                refuse_login(
                    actor=Anonymous(),
                    user=self.user,
                    origin=origin(request),
                    reason=SecondFactorRequired.code,
                )
            raise ValidationError(_("This code is wrong, or was used before."), "incorrect")
        return code


class CodeAgainForm(CodeForm, ReauthenticateForm):
    """A code, before something that needs care."""

    is_login = False

    def save(self) -> None:
        """Notes that the person has shown who he is."""
        ReauthenticateForm.save(self)


class NewAppForm(ActivateTOTPForm):
    """The code that an authenticator app shows for the secret it was given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()

    def clean_code(self) -> str:
        """The code as it was typed; the action compares it."""
        code: str = self.cleaned_data["code"]
        return code


@contextmanager
def refusing_malformed() -> Iterator[None]:
    """Turns what the parsers of WebAuthn's binary formats stumble over into a refusal."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, struct.error):
        raise ValidationError(_("This did not work. Please try again."), "malformed") from None


class PasskeyForm(AuthenticateWebAuthnForm):
    """What a browser has signed, the second step of signing in."""

    def clean_credential(self) -> Authenticator:
        """The passkey whose signature it is."""
        with refusing_malformed():
            return super().clean_credential()


class PasskeyAloneForm(PasskeyForm, LoginWebAuthnForm):
    """What a browser has signed, instead of a password."""


class PasskeyAgainForm(PasskeyForm, ReauthenticateWebAuthnForm):
    """What a browser has signed, before something that needs care."""


class NewPasskeyForm(AddPasskeyForm):
    """What a browser has made, and how its owner calls it."""

    def clean(self) -> dict[str, Any]:
        """Verifies what the browser has made."""
        with refusing_malformed():
            cleaned: dict[str, Any] = super().clean()
        return cleaned

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name"),
            max_length=LONGEST_NAME,
            required=False,
            help_text=_("So that you know it again, for instance by the device that it is on."),
        )
