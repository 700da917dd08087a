"""What a sentence proposes to a person: the event, whom it invites, and who has time then."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from core.errors import Invalid
from events.rules.quick_add import QuickAdd, parse_quick_add
from events.rules.recurrence import canonical_rrule
from events.rules.wall_time import to_utc
from pages.facts import Proposal
from sharing.errors import FreeBusyHidden
from sharing.facts import FoundUser
from sharing.selectors.free_busy import free_busy
from sharing.selectors.users import SHORTEST, find_users

MOST_INVITED = 5
LONGEST_LOOK = timedelta(days=31)


def proposal_of(actor: User, text: str, now: datetime) -> Proposal | None:
    """The event that the text means at the instant `now`, in the actor's zone; None without a title.

    One query for each name that it invites, five at most, and three or six for people's time.
    """
    zone = actor.timezone
    read = parse_quick_add(text, now=now.astimezone(ZoneInfo(zone)).replace(tzinfo=None))
    if not read.title:
        return None
    tz = "UTC" if read.is_all_day else zone
    start_at, end_at = to_utc(read.starts, tz), to_utc(read.ends, tz)
    invited = people_called(actor, read.names)
    # whole days are free unless they are said to be busy
    looked = [] if read.is_all_day else [actor.pk, *(person.id for person in invited)]
    busy, hidden = _taken(actor, looked, start_at, min(end_at, start_at + LONGEST_LOOK))
    return Proposal(
        read=read,
        zone=zone,
        start_at=start_at,
        end_at=end_at,
        rrule=_rule(read, tz),
        invited=tuple(invited),
        busy=tuple(person for person in invited if person.id in busy),
        hidden=tuple(person for person in invited if person.id in hidden),
        is_taken=actor.pk in busy,
    )


def _rule(read: QuickAdd, tz: str) -> str:
    """The canonical rule; "" for one that ends before it begins."""
    try:
        return canonical_rrule(read.rrule, start=read.starts, tz=tz, is_all_day=read.is_all_day)
    except Invalid:
        return ""


def people_called(actor: User, names: Sequence[str]) -> list[FoundUser]:
    """The people whom the names stand for, each where it can be only one."""
    people: dict[int, FoundUser] = {}
    for name in names[:MOST_INVITED]:
        found = find_users(actor, name) if len(name) >= SHORTEST else []
        meant = [person for person in found if _is_called(person, name)]
        if len(meant) == 1:
            people[meant[0].id] = meant[0]
    return list(people.values())


def _is_called(person: FoundUser, name: str) -> bool:
    """Whether this is the person's username, whole name, or the first of the names."""
    full = person.full_name.casefold()
    return name.casefold() in (person.username.casefold(), full, full.partition(" ")[0])


def _taken(
    actor: User, user_ids: Sequence[int], start_at: datetime, end_at: datetime
) -> tuple[set[int], set[int]]:
    """Who of the people is busy then, and who does not show it."""
    if not user_ids:
        return set(), set()
    hidden: set[int] = set()
    try:
        spans = free_busy(actor, user_ids, start_at, end_at)
    except FreeBusyHidden as refusal:
        hidden = {fault["user_id"] for fault in refusal.data["errors"]}
        spans = free_busy(actor, [pk for pk in user_ids if pk not in hidden], start_at, end_at)
    return {pk for pk, taken in spans.items() if taken}, hidden
