"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of logins by Django's own machinery, so that each has its row among the sessions."""
        # Here and not above: an app's configuration is read before models may be imported.
        from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

        from accounts.web import browser_session

        user_logged_in.connect(browser_session.note_login, dispatch_uid="accounts.login")
        user_logged_out.connect(browser_session.note_logout, dispatch_uid="accounts.logout")
        user_login_failed.connect(browser_session.note_refusal, dispatch_uid="accounts.refusal")
