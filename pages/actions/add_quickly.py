"""Makes the event that a sentence proposes, and shares it with whom it invites."""

from collections.abc import Collection
from datetime import date, datetime

from accounts.models import User
from events.actions.create_events import create_event
from events.actions.road import on_the_road
from events.changes import EventChanges, OnConflict
from events.enums import Role
from events.models import Event
from pages.facts import Proposal
from sharing.actions.share_event import share_event
from sharing.changes import Grant, Grantee


@on_the_road
def add_quickly(
    *, actor: User, proposal: Proposal, invite: Collection[int], on_conflict: OnConflict = "refuse"
) -> Event:
    """Writes the event and its grants in one transaction: who is invited may look at it.

    `invite` are the ids of the people whom the actor was shown; of those who were proposed nobody else gets
    access. Raises as `create_event` and `share_event`.
    """
    read = proposal.read
    event = create_event(
        actor=actor,
        changes=EventChanges(
            title=read.title,
            location=read.location,
            start_time=_moment(read.starts, read.is_all_day),
            end_time=_moment(read.ends, read.is_all_day),
            timezone=proposal.zone,
            is_all_day=read.is_all_day,
            rrule=proposal.rrule or None,
        ),
        on_conflict=on_conflict,
    )
    people = [person.id for person in proposal.invited if person.id in invite]
    if people:
        grants = [Grant(grantee=Grantee(user_id=pk), role=Role.VIEWER) for pk in people]
        share_event(actor=actor, event_id=event.pk, grants=grants)
    return event


def _moment(wall: datetime, is_all_day: bool) -> date | datetime:
    return wall.date() if is_all_day else wall
