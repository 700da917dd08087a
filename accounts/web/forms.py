"""Forms of the pages for signing up and in; they read what is typed, and actions decide."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ReauthenticateForm, ResetPasswordKeyForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.models import Login
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.selectors.find_account import find_account
from core.errors import TooManyRequests

LONGEST_EMAIL = 254
GOOD_PASSWORD = gettext_lazy("At least 8 characters, and none of those that everybody uses.")


def password_field(label: Any, autocomplete: str, **kwargs: Any) -> forms.CharField:
    """A field for a password, which browsers and password managers know by `autocomplete`."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=1024, widget=widget, **kwargs)


def email_field(label: Any, **kwargs: Any) -> forms.EmailField:
    """A field for one's own email."""
    widget = forms.EmailInput(attrs={"autocomplete": "email"})
    return forms.EmailField(label=label, max_length=LONGEST_EMAIL, widget=widget, **kwargs)


class SignInForm(LoginForm):
    """A username or an email, and its password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attributes = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"] = forms.CharField(
            label=_("Username or email"),
            max_length=LONGEST_EMAIL,
            widget=forms.TextInput(attrs={**attributes, "autofocus": True}),
        )
        self.fields["password"] = password_field(_("Password"), "current-password")
        self.order_fields(["login", "password"])

    def user_credentials(self) -> dict[str, str]:
        """As `AccountAdapter.authenticate` takes them: a name or an email is all the same there."""
        return {"username": self.cleaned_data["login"], "password": self.cleaned_data["password"]}

    def _clean_with_password(self, credentials: dict[str, str]) -> dict[str, Any]:
        """allauth's hook for comparing the password."""
        try:
            user: User | None = get_adapter().authenticate(self.request, **credentials)
        except TooManyRequests as error:
            minutes = -(-int(error.data.get("retry_after", 60)) // 60)
            raise ValidationError(
                ngettext(
                    "Too many failed attempts. Try again in %(minutes)d minute.",
                    "Too many failed attempts. Try again in %(minutes)d minutes.",
                    minutes,
                )
                % {"minutes": minutes},
                error.code,
            ) from None
        if user is None:
            raise ValidationError(_("Name and password do not belong together."), "incorrect_credentials")
        self.user = user
        self._login = Login(user=user)
        cleaned: dict[str, Any] = self.cleaned_data
        return cleaned


class SignUpForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label=gettext_lazy("Username"),
        min_length=3,
        max_length=50,
        help_text=gettext_lazy("What others find you by: letters, digits and _ . + -"),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = email_field(gettext_lazy("Email"))
    password = password_field(gettext_lazy("Password"), "new-password", help_text=GOOD_PASSWORD)


class ResetPasswordForm(AllauthResetPasswordForm):
    """The email of somebody who has forgotten his password; what is answered does not depend on it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = email_field(_("Email"))

    def clean_email(self) -> str:
        """Finds the account by `user.email`; allauth's own rows do not count."""
        email: str = self.cleaned_data["email"]
        user = find_account(email)
        self.users = [user] if user and user.is_active else []
        return email


class NewPasswordForm(ResetPasswordKeyForm):
    """The password that is to be set, typed once: password managers do not mistype."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        field = self.fields["password1"]
        field.label, field.help_text = _("New password"), GOOD_PASSWORD
        field.widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class PasswordAgainForm(ReauthenticateForm):
    """The present password, before something that needs care."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label, field.help_text = _("Password"), ""
        field.widget = forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True})
