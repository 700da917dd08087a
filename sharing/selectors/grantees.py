"""The people whom a caller names, looked up all at once."""

from collections.abc import Sequence

from django.db.models import Q, Value
from django.db.models.functions import Lower

from accounts.models import User
from accounts.rules.addresses import composed
from sharing.changes import Grantee


def find_grantees(grantees: Sequence[Grantee]) -> list[User | None]:
    """For each one named the user, or None where no active account has that id, name or email; one query."""
    ids = {each.user_id for each in grantees if each.user_id is not None}
    names = {each.username for each in grantees if each.username is not None}
    addresses = {composed(each.email) for each in grantees if each.email is not None}
    found = User.objects.alias(name=Lower("username"), address=Lower("email")).filter(
        Q(pk__in=ids)
        # the database folds both sides: each one folds other letters than Python does
        | Q(name__in=[Lower(Value(name)) for name in sorted(names)])
        | Q(address__in=[Lower(Value(address)) for address in sorted(addresses)]),
        is_active=True,
    )
    named: dict[tuple[str, str], User] = {}
    for user in found.only("username", "email"):
        for field, value in (("user_id", str(user.pk)), ("username", user.username), ("email", user.email)):
            named[field, value.lower()] = user
    return [named.get((each.field, composed(each.given).lower())) for each in grantees]
