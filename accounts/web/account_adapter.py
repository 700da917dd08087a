"""Where django-allauth meets the rules of this house: passwords, sessions, mail, words."""

from smtplib import SMTPException
from typing import Any, ClassVar

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.confirm_email import confirm_email
from accounts.actions.password_policy import password_faults
from accounts.actions.reset_password import reset_password
from accounts.actions.verify_password import refuse_guessing, verify_password
from accounts.models import User
from accounts.selectors.find_account import find_account
from accounts.web.limits import may_send_confirmation
from core.actors import Anonymous
from core.api.address import client_address, client_device
from core.web.refusals import in_readers_words
from core.web.toasts import toast

log = structlog.get_logger(__name__)

BY_MAIL = "by a link sent by mail"


class AccountAdapter(DefaultAccountAdapter):
    """allauth's flows on the actions of accounts.

    It keeps the order of pages and the links in mail; who may come in, what a password must be like, and
    what is written is decided where the API has it decided.
    """

    words: ClassVar[dict[str, Promise]] = {
        "account/messages/logged_out.txt": gettext_lazy("You are signed out."),
        "account/messages/password_changed.txt": gettext_lazy("Your password is changed."),
        "account/messages/email_confirmed.txt": gettext_lazy("Your email is confirmed."),
        "account/messages/email_confirmation_failed.txt": gettext_lazy(
            "This email could not be confirmed: your account has another one by now."
        ),
        "account/messages/email_confirmation_sent.txt": gettext_lazy(
            "We have sent you a mail to confirm your email."
        ),
    }
    notices: ClassVar[dict[str, Promise]] = {
        "account/email/password_changed": gettext_lazy("Your password was changed."),
        "account/email/password_reset": gettext_lazy("Your password was set anew, by a link in a mail."),
        "account/email/email_changed": gettext_lazy("Your account has another email now."),
        "mfa/email/totp_activated": gettext_lazy("An authenticator app was added to your account."),
        "mfa/email/totp_deactivated": gettext_lazy("The authenticator app was removed from your account."),
        "mfa/email/webauthn_added": gettext_lazy("A passkey was added to your account."),
        "mfa/email/webauthn_removed": gettext_lazy("A passkey was removed from your account."),
        "mfa/email/recovery_codes_generated": gettext_lazy("Your account has new recovery codes."),
    }
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": gettext_lazy("This is not your password."),
    }

    def get_login_stages(self) -> list[str]:
        """What stands between the right password and the session."""
        return ["allauth.account.stages.EmailVerificationStage", "allauth.mfa.stages.AuthenticateStage"]

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """A new person is asked for zone and clock."""
        return reverse("welcome")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The user of `username`, a name or an email, and `password`. Raises `TooManyRequests`."""
        login = credentials["username"]
        refuse_guessing(find_account(login), login=login, address=client_address(request))
        user = authenticate(request, username=login, password=credentials["password"])
        return user if isinstance(user, User) else None

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether it is the user's password, asked for once more. Raises `TooManyRequests`."""
        # what a browser's session brings along does not have the hash
        known = User.objects.get(pk=user.pk)
        return verify_password(known, password, login=known.username, address=client_address(self.request))

    def clean_password(self, password: str, user: User | None = None) -> str:
        """The password, if the policy allows it; else raises Django's `ValidationError`."""
        faults = password_faults(password, "")
        if faults:
            raise ValidationError(
                [ValidationError(in_readers_words(fault.message), fault.code) for fault in faults]
            )
        return password

    def set_password(self, user: User, password: str) -> None:
        """Called where somebody has followed the link of a forgotten password."""
        reset_password(actor=Anonymous(), user=user, new_password=password, reason=BY_MAIL)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Called where somebody has followed the link of a confirmation."""
        confirmed = confirm_email(actor=email_address.user, email=email_address.email)
        word = "email_confirmed" if confirmed else "email_confirmation_failed"
        self.add_message(
            request, messages.SUCCESS if confirmed else messages.ERROR, f"account/messages/{word}.txt"
        )
        return confirmed

    def should_send_confirmation_mail(
        self, request: HttpRequest, email_address: EmailAddress, signup: bool
    ) -> bool:
        """Not at every attempt to sign in."""
        return may_send_confirmation(email_address.user_id)

    def format_email_subject(self, subject: str) -> str:
        """The subject as it is: the template names the site."""
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends a mail; where that fails it is logged and told, and the page goes on."""
        message: EmailMessage = self.render_mail(
            template_prefix, email, {"request": self.request, "email": email, **context}
        )
        try:
            message.send()
        except (OSError, SMTPException) as error:
            log.exception("mail_not_sent", template=template_prefix, error=type(error).__name__)
            toast(self.request, _("We could not send a mail just now. Please try again later."), failed=True)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """A mail that tells what has changed and from where, to the user or a former email of his."""
        told = {
            "user": user,
            "notice": self.notices[template_prefix],
            "at": timezone.now(),
            "address": client_address(self.request),
            "device": client_device(self.request),
        }
        self.send_mail("account/email/notice", email or user.email, told)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """A toast, where we have words for it."""
        text = message or self.words.get(message_template or "")
        if text:
            toast(request, str(text), failed=level >= messages.WARNING)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that everything else here is told too."""
        return client_address(request) or _("an unknown address")

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """The ways to show once more who one is, in our words."""
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]
