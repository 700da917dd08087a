"""The pages for signing up and in, where they differ from allauth's."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.signup import complete_signup
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ConfirmEmailView, SignupView
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from accounts.actions.register_account import register_account
from accounts.changes import Registration
from accounts.web.forms import SignUpForm
from accounts.web.limits import limit_challenges
from core.actors import Anonymous
from core.errors import DomainError, TooManyRequests
from core.web.form_errors import add_errors


class SignUp(SignupView):
    """Makes an account, and signs its owner in unless his email must be confirmed first."""

    def get_form_class(self) -> type[forms.Form]:
        """Our form, which allauth's settings cannot name: it is none of theirs."""
        return SignUpForm

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Registers by the action that the API has."""
        try:
            user = register_account(actor=Anonymous(), registration=Registration(**form.cleaned_data))
        except TooManyRequests:
            raise
        except DomainError as error:
            add_errors(form, error)
            refused: HttpResponse = self.form_invalid(form)
            return refused
        following = get_next_redirect_url(self.request)
        query = f"?{urlencode({'next': following})}" if following else ""
        response: HttpResponse = complete_signup(
            self.request, user=user, redirect_url=reverse("welcome") + query
        )
        return response


class ConfirmEmail(ConfirmEmailView):
    """Confirms the email that a link was sent to, whoever is signed in."""

    def logout_other_user(self, confirmation: Any) -> None:
        """Nothing: that one follows somebody's link is no reason to sign out."""


class SignInByPasskey(LoginWebAuthnView):
    """Signs in by a passkey alone."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What the passkey shall sign, for scripts."""
        limit_challenges(request)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """As allauth's, and then to where one wanted to go."""
        factor = form.cleaned_data["credential"]
        login = Login(user=factor.user, redirect_url=get_next_redirect_url(self.request))
        response: HttpResponse = perform_passwordless_login(self.request, factor, login)
        return response


@never_cache
def sign_in_to_admin(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """The admin has no door of its own: it would not ask for a second factor. Raises `PermissionDenied`."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = reverse("admin:index")
    if not request.user.is_authenticated:
        return redirect(f"{resolve_url('account_login')}?{urlencode({'next': wanted})}")
    if not request.user.is_staff:
        raise PermissionDenied
    return redirect(wanted)
