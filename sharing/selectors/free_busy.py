"""When people are busy, without what with, and when all of them are free: for those who may know."""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import BooleanField, Case, QuerySet, Value, When

from accounts.actors import Actor
from accounts.enums import FreeBusyVisibility
from accounts.models import User
from core.compiled import Compiled, P
from events.access import user_id_of
from events.rules.overlap import Span
from events.selectors.schedule import busy_time
from sharing.changes import WantedSlot
from sharing.errors import FreeBusyHidden
from sharing.facts import KnownPerson
from sharing.rules.wanted_slots import free_slots
from sharing.selectors.users import in_company

_ID = User._meta.get_field("id")


def free_busy(
    actor: Actor, user_ids: Sequence[int], after: datetime, before: datetime
) -> dict[int, list[Span]]:
    """When each of the people is busy in the half-open window, by their own events: merged and clipped to it.

    One knows one's own time; others show theirs to nobody, to those who share an event or a calendar with
    them (this is how accounts begin), or to everyone. Raises `FreeBusyHidden`, which names everybody else in
    `errors`, those who have no active account among them. Three queries, however many people.
    """
    known = known_people(actor, user_ids)
    hidden = [(index, pk) for index, pk in enumerate(user_ids) if pk not in known or not known[pk].shows_time]
    if hidden:
        raise FreeBusyHidden(
            "Not everybody shows you when they are busy.",
            data={
                "errors": [
                    {
                        "field": f"users.{index}",
                        "code": FreeBusyHidden.code,
                        "message": "This person does not show you when they are busy.",
                        "user_id": pk,
                    }
                    for index, pk in hidden
                ]
            },
        )
    return time_of_people(known.values(), after, before)


def time_of_people(
    known: Collection[KnownPerson], after: datetime, before: datetime
) -> dict[int, list[Span]]:
    """The same for those of the people who show their time, without the others; two queries."""
    showing = [each for each in known if each.shows_time]
    longest = max((each.longest_busy for each in showing), default=timedelta(0))
    return busy_time([each.user_id for each in showing], after, before, longest=longest)


def common_free_slots(
    actor: Actor,
    user_ids: Sequence[int],
    length: timedelta,
    after: datetime,
    before: datetime,
    *,
    timezone: str,
    day_start: time,
    day_end: time,
    weekends: bool = True,
) -> list[Span]:
    """The first ten slots of that length in the window in which nobody of the people is busy, in order.

    Slots lie within the times of day of the zone and do not overlap; a length that is longer than such a day
    begins at the time of day of `after`. Without `weekends` none is on a Saturday or Sunday. Raises
    `FreeBusyHidden` as `free_busy` does. Three queries.
    """
    found = free_busy(actor, user_ids, after, before)
    wanted = WantedSlot(
        after=after,
        before=before,
        length=length,
        timezone=timezone,
        day_start=day_start,
        day_end=day_end,
        weekends=weekends,
    )
    return free_slots((span for spans in found.values() for span in spans), wanted)


def known_people(actor: Actor, user_ids: Sequence[int]) -> dict[int, KnownPerson]:
    """Those of the people who have an active account, in the order of the ids; one query."""
    user_id = user_id_of(actor)
    ids = list(dict.fromkeys(user_ids))
    rows = {row[0]: row for row in _people({"user": user_id, "ids": ids})}
    return {
        pk: KnownPerson(
            user_id=pk,
            is_near=shares or pk == user_id,
            shows_time=pk == user_id or _shows(visibility, shares),
            longest_busy=longest or timedelta(0),
        )
        for pk, visibility, shares, longest in (rows[pk] for pk in ids if pk in rows)
    }


def _shows(visibility: str, shares: bool) -> bool:
    return visibility == FreeBusyVisibility.EVERYONE or (shares and visibility == FreeBusyVisibility.SHARED)


def _who(shape: Any) -> QuerySet[User, Any]:
    shares = Case(
        When(in_company(P("user", _ID)), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    people = User.objects.filter(pk__anyof=P("ids", _ID, many=True), is_active=True).order_by()
    return people.annotate(shares=shares).values_list(
        "pk", "free_busy_visibility", "shares", "schedule__longest_busy"
    )


_people = Compiled(_who)
