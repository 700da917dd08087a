"""People by their ids, for pages that name them."""

from collections.abc import Collection

from accounts.models import User


def people_by_id(ids: Collection[int | None]) -> dict[int, User]:
    """The users with these ids, with their names alone; who is gone is missing. One query, or none."""
    wanted = {pk for pk in ids if pk is not None}
    if not wanted:
        return {}
    return {user.pk: user for user in User.objects.only("username", "full_name").filter(pk__in=wanted)}
