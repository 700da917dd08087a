"""Whether people have shown that their addresses are theirs."""

from allauth.account.models import EmailAddress
from django.db.models import F
from django.db.models.functions import Lower


def is_email_confirmed(user_id: int) -> bool:
    """Whether the address that the account has now is confirmed; one query."""
    present = EmailAddress.objects.filter(user_id=user_id, verified=True)
    confirmed: bool = present.alias(current=Lower("user__email")).filter(email=F("current")).exists()
    return confirmed
