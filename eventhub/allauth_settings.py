"""How django-allauth is used: see docs/adr/0012-allauth.md. What an operator may change is in settings.py."""

# Ours are counted in accounts/web/limits.py, where those of the API are.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False

ACCOUNT_ADAPTER = "accounts.web.account_adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.web.forms.SignInForm",
    "reset_password": "accounts.web.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.web.forms.NewPasswordForm",
    "reauthenticate": "accounts.web.forms.PasswordAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60

MFA_ADAPTER = "accounts.web.second_factor_adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.web.second_factor_forms.CodeForm",
    "reauthenticate": "accounts.web.second_factor_forms.CodeAgainForm",
    "authenticate_webauthn": "accounts.web.second_factor_forms.PasskeyForm",
    "login_webauthn": "accounts.web.second_factor_forms.PasskeyAloneForm",
    "reauthenticate_webauthn": "accounts.web.second_factor_forms.PasskeyAgainForm",
    "activate_totp": "accounts.web.second_factor_forms.NewAppForm",
    "add_webauthn": "accounts.web.second_factor_forms.NewPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# or nobody could have one on a site without a mail server
MFA_ALLOW_UNVERIFIED_EMAIL = True
