"""Two people who write roles at the same moment: both were authorised before either had the lock."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from core.errors import DomainError, Forbidden, NotFound
from core.transactions import LockClass, lock_keys, write_atomic
from events.access import get_event
from events.actions.update_calendar import update_calendar
from events.actions.update_event import update_event
from events.changes import CalendarChanges, EventChanges
from events.enums import Role
from events.factories import grant
from events.models import Event, HistoricalEvent
from journal.models import Entry
from sharing.actions.change_role import change_calendar_role, change_event_role
from sharing.actions.revoke_access import revoke_calendar_access, revoke_event_access
from sharing.actions.share_event import share_event
from sharing.actions.transfer_event import transfer_event
from sharing.changes import Grant, Grantee
from sharing.errors import NotCreator
from sharing.tests.conftest import Cast, make_cast
from sharing.tests.written import codenames, rows_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]

Act = Callable[[], Any]


@pytest.fixture
def cast() -> Cast:
    """Committed, so that other connections see it."""
    return make_cast()


def at_once(owner_id: int, *acts: Act) -> list[DomainError | None]:
    """What each act raised, after all of them had come to wait for the lock of the schedule."""
    with ThreadPoolExecutor(len(acts)) as threads:
        with write_atomic():
            lock_keys(LockClass.OWNER_SCHEDULE, {owner_id})
            running = [threads.submit(outcome, act) for act in acts]
            wait_for_waiters(len(acts))
        return [each.result(timeout=20) for each in running]


def outcome(act: Act) -> DomainError | None:
    try:
        act()
    except DomainError as error:
        return error
    finally:
        connection.close()
    return None


def wait_for_waiters(number: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if cursor.fetchone()[0] == number:
                return
        time.sleep(0.01)
    raise AssertionError("the acts did not come to the lock")


@pytest.mark.parametrize("kind", ["event", "calendar"])
def test_of_two_owners_who_demote_each_other_one_stays(cast: Cast, kind: str) -> None:
    thing = getattr(cast, kind)
    pair = (cast.owner, cast.newcomer)
    for person in pair:
        grant(thing, person, "owner")

    def demote(actor: Any, other: Any) -> None:
        if kind == "event":
            change_event_role(actor=actor, event_id=thing.pk, user_id=other.pk, role=Role.VIEWER)
        else:
            change_calendar_role(actor=actor, calendar_id=thing.pk, user_id=other.pk, role=Role.VIEWER)

    errors = at_once(cast.creator.pk, lambda: demote(pair[0], pair[1]), lambda: demote(pair[1], pair[0]))

    winner = errors.index(None)
    assert type(errors[1 - winner]) is Forbidden
    held = rows_of(thing)
    assert held[pair[winner].username] == codenames("owner", kind)
    assert held[pair[1 - winner].username] == codenames("viewer", kind)


def test_who_loses_his_role_meanwhile_shares_no_more(cast: Cast) -> None:
    grants = [Grant(grantee=Grantee(user_id=cast.newcomer.pk), role=Role.OWNER)]

    errors = at_once(
        cast.creator.pk,
        lambda: revoke_event_access(actor=cast.creator, event_id=cast.event.pk, user_id=cast.owner.pk),
        lambda: share_event(actor=cast.owner, event_id=cast.event.pk, grants=grants),
    )

    assert errors[0] is None
    assert "owner" not in rows_of(cast.event)
    if errors[1] is None:
        assert rows_of(cast.event)["newcomer"] == codenames("owner")
    else:
        assert (type(errors[1]), "newcomer" in rows_of(cast.event)) == (NotFound, False)


def test_who_loses_his_role_meanwhile_renames_no_calendar(cast: Cast) -> None:
    calendar = cast.calendar
    grant(calendar, cast.newcomer, Role.OWNER)

    errors = at_once(
        cast.creator.pk,
        lambda: revoke_calendar_access(actor=cast.creator, calendar_id=calendar.pk, user_id=cast.newcomer.pk),
        lambda: update_calendar(
            actor=cast.newcomer, calendar_id=calendar.pk, changes=CalendarChanges(name="Mine")
        ),
    )

    assert errors[0] is None
    entries = Entry.objects.filter(subject_kind="calendar", subject_id=calendar.pk).order_by("chain_sequence")
    verbs = [verb for verb in entries.values_list("verb", flat=True) if verb != "calendar.created"]
    if errors[1] is None:
        assert verbs == ["calendar.updated", "calendar.revoked"]
    else:
        assert (type(errors[1]), verbs) == (NotFound, ["calendar.revoked"])


def test_the_same_share_twice_at_once_makes_one_set_of_rows(cast: Cast) -> None:
    grants = [Grant(grantee=Grantee(user_id=cast.newcomer.pk), role=Role.EDITOR)]

    errors = at_once(
        cast.creator.pk,
        *[lambda: share_event(actor=cast.owner, event_id=cast.event.pk, grants=grants) for _ in range(4)],
    )

    assert errors == [None] * 4
    assert rows_of(cast.event)["newcomer"] == codenames("editor")


def test_an_event_is_handed_over_once(cast: Cast) -> None:
    def transfer(heir: Any) -> None:
        transfer_event(actor=cast.creator, event_id=cast.event.pk, to=Grantee(user_id=heir.pk))

    errors = at_once(cast.creator.pk, lambda: transfer(cast.editor), lambda: transfer(cast.viewer))

    winner = errors.index(None)
    assert type(errors[1 - winner]) is NotCreator
    event = Event.objects.get(pk=cast.event.pk)
    assert (event.owner, event.version) == ((cast.editor, cast.viewer)[winner], 2)
    assert HistoricalEvent.objects.filter(id=event.pk).count() == 2
    assert rows_of(cast.event)["creator"] == codenames("owner")


def test_an_edit_that_waited_while_the_event_was_handed_over_starts_over(cast: Cast) -> None:
    errors = at_once(
        cast.creator.pk,
        lambda: transfer_event(
            actor=cast.creator, event_id=cast.event.pk, to=Grantee(user_id=cast.viewer.pk)
        ),
        lambda: update_event(
            actor=cast.editor, event_id=cast.event.pk, changes=EventChanges(title="Edited meanwhile")
        ),
    )

    assert errors == [None, None]
    event = get_event(cast.editor, cast.event.pk)
    assert (event.owner_id, event.title, event.version) == (cast.viewer.pk, "Edited meanwhile", 3)
