"""When people are busy, without what with, and when all of them are free: for those who may know."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import BooleanField, Case, QuerySet, Value, When

from accounts.actors import Actor
from accounts.enums import FreeBusyVisibility
from accounts.models import User
from core.compiled import Compiled, P
from events.access import user_id_of
from events.rules.free_slots import next_free_starts
from events.rules.overlap import Span, merged
from events.selectors.schedule import busy_time
from sharing.errors import FreeBusyHidden
from sharing.selectors.users import in_company

LONGEST_WINDOW = timedelta(days=62)
MOST_SUGGESTIONS = 10
_ID = User._meta.get_field("id")


def free_busy(
    actor: Actor, user_ids: Sequence[int], after: datetime, before: datetime
) -> dict[int, list[Span]]:
    """When each of the people is busy in the half-open window, by their own events: merged and clipped to it.

    One knows one's own time; others show theirs to nobody, to those who share an event or a calendar with
    them (this is how accounts begin), or to everyone. Raises `FreeBusyHidden`, which names everybody else in
    `errors`, those who have no active account among them. Three queries, however many people.
    """
    user_id = user_id_of(actor)
    ids = list(dict.fromkeys(user_ids))
    rows = {row[0]: row for row in _people({"user": user_id, "ids": ids})}
    shown = {pk for pk, visibility, shares, _ in rows.values() if pk == user_id or _shows(visibility, shares)}
    hidden = [(index, pk) for index, pk in enumerate(user_ids) if pk not in shown]
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
    longest = max((row[3] for row in rows.values() if row[3] is not None), default=timedelta(0))
    return busy_time(ids, after, before, longest=longest)


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
) -> list[Span]:
    """The first ten slots of that length in the window in which nobody of the people is busy, in order.

    Slots lie within the times of day of the zone and do not overlap; a length that is longer than such a day
    begins at the time of day of `after`. Raises `FreeBusyHidden` as `free_busy` does. Three queries.
    """
    busy = merged(span for spans in free_busy(actor, user_ids, after, before).values() for span in spans)
    starts = next_free_starts(
        busy,
        length,
        after,
        timezone,
        day_start=day_start,
        day_end=day_end,
        count=MOST_SUGGESTIONS,
        until=before,
        horizon_days=LONGEST_WINDOW.days,
    )
    return [Span(start, start + length) for start in starts]


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
