"""The account that somebody names when he logs in."""

from django.db.models import Value
from django.db.models.functions import Lower

from accounts.models import User
from accounts.rules.addresses import composed


def find_account(login: str) -> User | None:
    """The user with this username or email, in any case; inactive ones too."""
    # a username has no @, an address has one
    field = "email" if "@" in login else "username"
    return User.objects.alias(wanted=Lower(field)).filter(wanted=Lower(Value(composed(login)))).first()
