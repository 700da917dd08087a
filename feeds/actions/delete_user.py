"""Forgetting a person: what he owns goes to another one or ends, and what he did stays, without his name."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.actions.end_sessions import end_sessions
from accounts.models import Session, User
from core.actors import System
from core.transactions import write_atomic
from events.actions.delete_event import delete_event
from events.actions.purge_event import purge_event
from events.models import Calendar, Event, HistoricalEvent
from feeds.actions.hand_over_calendar import hand_over_calendar
from feeds.errors import NoHeir, OwnsSharedEvents
from feeds.rules.sight import FORGOTTEN
from feeds.selectors.belongings import Belongings, belongings_of
from journal.actions.blank_payloads import blank_payloads
from journal.actions.record import record
from journal.facts import Fact


@dataclass(frozen=True, slots=True)
class Deleted:
    """What became of a person's belongings, and how many journal entries were blanked."""

    belongings: Belongings
    blanked: int


def delete_user(
    *,
    actor: System,
    user: User,
    heir: User | None = None,
    purge: bool = False,
    dry_run: bool = False,
    advance: Callable[[int], object] = lambda count: None,
) -> Deleted:
    """Deletes the account with its sessions, grants and feeds; its calendars go to the heir, or end for good.

    Versions that the person wrote stay, without a name; the payloads of the journal that name him are
    blanked, and the chains remain valid. Each step is a transaction of its own, and the account is closed by
    the first: where it was interrupted, it goes on when called again. Without an heir and `purge` it ends
    events that nobody else sees. Raises `OwnsSharedEvents` for others, and `NoHeir` for one who is not active
    or the same.
    """
    if heir is not None and (heir.pk == user.pk or not heir.is_active):
        raise NoHeir("The events can only go to another user who is active.")
    belongings = belongings_of(user)
    if belongings.shared_events and heir is None and not purge:
        raise OwnsSharedEvents(
            f"{belongings.shared_events} events are shared with others. Say who gets them, or that they end."
        )
    if dry_run:
        return Deleted(belongings, 0)
    _close(user)
    for calendar_id in Calendar.objects.filter(owner=user).order_by("pk").values_list("pk", flat=True):
        if heir is not None:
            advance(hand_over_calendar(actor=actor, calendar_id=calendar_id, heir=heir))
        else:
            advance(_end_calendar(actor, calendar_id))
    return Deleted(belongings, _forget(actor, user, belongings))


def _close(user: User) -> None:
    with write_atomic():
        user.is_active = False
        user.save(update_fields=["is_active"])
        end_sessions(Session.objects.filter(user=user))


def _end_calendar(actor: System, calendar_id: int) -> int:
    """Purges the events, each as a version, and then the calendar."""
    ended = 0
    rows = Event.objects.filter(calendar_id=calendar_id).order_by("pk").values_list("pk", "deleted_at")
    for event_id, deleted_at in rows:
        with write_atomic():
            if deleted_at is None:
                delete_event(actor=actor, event_id=event_id)
            purge_event(actor=actor, event_id=event_id)
        ended += 1
    with write_atomic():
        Calendar.objects.filter(pk=calendar_id).delete()
        fact = Fact("calendar.purged", "calendar", calendar_id, calendar_id=calendar_id)
        record([fact], actor_id=actor.id)
    return ended


def _forget(actor: System, user: User, belongings: Belongings) -> int:
    user_id = user.pk
    with write_atomic():
        # the event's own column becomes null with the account, and its newest version must equal it
        HistoricalEvent.objects.filter(deleted_by_id=user_id).update(deleted_by=None)
        user.delete()
        blanked = blank_payloads(user_id)
        summary = f"{belongings.calendars} calendars, {belongings.events} events"
        record([Fact(FORGOTTEN, "user", user_id, summary=summary)], actor_id=actor.id)
    return blanked
