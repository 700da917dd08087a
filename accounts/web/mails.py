"""Mails about accounts: the link that confirms an email, and notices of what has changed."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import send_verification_email_for_user
from allauth.core.context import request_context
from django.http import HttpRequest

from accounts.models import User
from accounts.web.limits import may_send_confirmation


def send_confirmation(request: HttpRequest, user_id: int) -> bool:
    """Whether a mail with a link was sent to the email that the user has now; not too often."""
    if not may_send_confirmation(user_id):
        return False
    with request_context(request):
        sent: bool = send_verification_email_for_user(request, User.objects.get(pk=user_id))
    return sent


def send_notice(request: HttpRequest, user: User, notice: str, email: str | None = None) -> None:
    """Tells the user, or a former `email` of his, what has changed: one of `AccountAdapter.notices`."""
    with request_context(request):
        get_adapter().send_notification_mail(notice, user, email=email)
