"""The addresses of the pages of accounts: allauth's, under its names, those that EventHub uses."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.webauthn import views as passkeys
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic.base import RedirectView

from accounts.web import limits
from accounts.web.entrance import ConfirmEmail, SignInByPasskey, SignUp, sign_in_to_admin
from accounts.web.second_factors import AddApp, AddPasskey, RemoveApp, RemovePasskey, RenewCodes
from accounts.web.serving import served
from accounts.web.welcome import Welcome


def to(name: str) -> Callable[..., HttpResponseBase]:
    """Leads to another page, which has taken the place of allauth's."""
    return RedirectView.as_view(pattern_name=name, query_string=True)


entrance: list[URLPattern | URLResolver] = [
    path("", to("account_login")),
    path("login/", served(account.login, limits.limit_sign_in), name="account_login"),
    path("logout/", served(account.logout), name="account_logout"),
    path("inactive/", served(account.account_inactive), name="account_inactive"),
    path("signup/", served(SignUp.as_view(), limits.limit_sign_up), name="account_signup"),
    path("welcome/", Welcome.as_view(), name="welcome"),
    path("reauthenticate/", served(account.reauthenticate), name="account_reauthenticate"),
    path("confirm-email/", served(account.email_verification_sent), name="account_email_verification_sent"),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$", served(ConfirmEmail.as_view()), name="account_confirm_email"
    ),
    path(
        "password/reset/",
        served(account.password_reset, limits.limit_resets),
        name="account_reset_password",
    ),
    path("password/reset/done/", served(account.password_reset_done), name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        served(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        served(account.password_reset_from_key, limits.limit_new_passwords),
        name="account_reset_password_from_key",
    ),
    path("email/", to("settings"), name="account_email"),
    path("password/change/", to("settings-security"), name="account_change_password"),
]

second_factors: list[URLPattern | URLResolver] = [
    path("", to("settings-security"), name="mfa_index"),
    path("authenticate/", served(second_factor.authenticate, limits.limit_sign_in), name="mfa_authenticate"),
    path("reauthenticate/", served(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path("totp/activate/", served(AddApp.as_view()), name="mfa_activate_totp"),
    path("totp/deactivate/", served(RemoveApp.as_view()), name="mfa_deactivate_totp"),
    path("webauthn/add/", served(AddPasskey.as_view()), name="mfa_add_webauthn"),
    path(
        "webauthn/reauthenticate/",
        served(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("webauthn/keys/<int:pk>/remove/", served(RemovePasskey.as_view()), name="mfa_remove_webauthn"),
    path(
        "webauthn/login/", served(SignInByPasskey.as_view(), limits.limit_sign_in), name="mfa_login_webauthn"
    ),
    path("recovery-codes/", served(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("recovery-codes/generate/", served(RenewCodes.as_view()), name="mfa_generate_recovery_codes"),
    path(
        "recovery-codes/download/",
        served(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include(entrance)),
    path("accounts/2fa/", include(second_factors)),
    # the admin's own pages for these would ask for no second factor, and write no journal
    path("admin/login/", sign_in_to_admin),
    path("admin/password_change/", to("settings-security")),
]
