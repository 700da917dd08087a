"""When people who are named are busy, and when all of them are free."""

from collections.abc import Mapping, Sequence

from accounts.models import User
from accounts.selectors.people import people_by_id
from sharing.changes import MOST_PEOPLE, Grantee, WantedSlot
from sharing.facts import CommonTime, KnownPerson, PersonNamed, PersonTime
from sharing.rules.wanted_slots import free_slots
from sharing.selectors.free_busy import known_people, time_of_people
from sharing.selectors.grantees import find_grantees


def find_common_time(actor: User, names: Sequence[str], wanted: WantedSlot) -> CommonTime:
    """The time of the people whom the names or addresses stand for, fifty at most, and what all have free.

    Whose time the actor may not know is among the people without it. Five queries, however many people.
    """
    found, unknown, known = _found(actor, names)
    times = time_of_people(known.values(), wanted.after, wanted.before)
    people = [
        PersonTime(each.user_id, each.username, each.name, each.is_actor, times.get(each.user_id))
        for each in found
    ]
    busy = (span for person in people for span in person.busy or ())
    return CommonTime(people=people, unknown=unknown, slots=free_slots(busy, wanted))


def people_named(actor: User, names: Sequence[str]) -> list[PersonNamed]:
    """The people whom the names or addresses stand for, fifty at most, each once; three queries, or none."""
    return _found(actor, names)[0] if names else []


def _found(
    actor: User, names: Sequence[str]
) -> tuple[list[PersonNamed], list[str], Mapping[int, KnownPerson]]:
    """The people, the names that nobody has, and what the actor may know of each by id."""
    asked = list(dict.fromkeys(names))[:MOST_PEOPLE]
    users = find_grantees([Grantee.named(name) for name in asked])
    pairs = list(zip(asked, users, strict=True))
    given = {user.pk: (name, user) for name, user in reversed(pairs) if user is not None}
    known = known_people(actor, [user.pk for user in users if user is not None])
    full = people_by_id(known)
    people = [_named(actor, *given[pk], full[pk], each) for pk, each in known.items() if pk in full]
    return people, [name for name, user in pairs if user is None], known


def _named(actor: User, given: str, user: User, full: User, known: KnownPerson) -> PersonNamed:
    """A person by the full name, where the two know each other, or he shows the actor his time."""
    username = user.username if known.is_near or known.shows_time else given
    name = (full.full_name or full.username) if known.is_near or known.shows_time else given
    return PersonNamed(user.pk, username, name, user.pk == actor.pk)
