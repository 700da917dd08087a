"""Undo of what is done to calendars themselves: made, changed, deleted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from accounts.models import User
from core.errors import DomainError, Forbidden, NotFound
from events.actions.create_calendar import create_calendar
from events.actions.delete_calendar import delete_calendar
from events.actions.undo_calendar import undo_calendar
from events.actions.update_calendar import update_calendar
from events.changes import CalendarChanges
from events.enums import Role
from events.errors import CalendarNotEmpty
from events.factories import grant, make_calendar, make_event
from events.models import Calendar, CalendarUserPermission
from journal.access.undo import LIFETIME, noting
from journal.errors import UndoConflict
from journal.models import Entry

pytestmark = pytest.mark.django_db


def token_of(act: Callable[..., Any], **named: Any) -> str:
    """What takes back what is done."""
    with noting() as noted:
        act(**named)
    assert noted.undo_token is not None
    return noted.undo_token


def refused(actor: User, token: str) -> type[DomainError]:
    """What was raised, and proof that nothing was written."""

    def rows() -> list[Any]:
        models: tuple[Any, ...] = (Calendar, CalendarUserPermission, Entry)
        return [list(model.objects.order_by("pk").values_list()) for model in models]

    before = rows()
    with pytest.raises(DomainError) as refusal:
        undo_calendar(actor=actor, token=token)
    assert rows() == before
    return type(refusal.value)


def edited(actor: User, calendar: Calendar, **changes: Any) -> str:
    changes_ = CalendarChanges(**changes)
    return token_of(update_calendar, actor=actor, calendar_id=calendar.pk, changes=changes_)


def told() -> tuple[str, dict[str, Any] | None]:
    entry = Entry.objects.latest("id")
    return entry.verb, entry.payload


def test_a_new_calendar_is_gone_again(anna: User) -> None:
    token = token_of(create_calendar, actor=anna, changes=CalendarChanges(name="Team"))
    made = Entry.objects.latest("id")
    undo_calendar(actor=anna, token=token)
    assert Calendar.objects.get(pk=made.subject_id or 0).deleted_at is not None
    assert told() == ("calendar.deleted", {"undoes": made.pk})


def test_a_deleted_calendar_is_there_again_for_everybody(anna: User, ben: User) -> None:
    calendar = make_calendar(anna)
    grant(calendar, ben, Role.EDITOR)
    token = token_of(delete_calendar, actor=anna, calendar_id=calendar.pk)
    deleted = Entry.objects.latest("id")
    undo_calendar(actor=anna, token=token)
    calendar.refresh_from_db()
    assert (calendar.deleted_at, calendar.user_grants.filter(user=ben).count()) == (None, 2)
    assert told() == ("calendar.restored", {"undoes": deleted.pk})


def test_fields_go_back_and_others_changes_beside_them_stay(anna: User, ben: User) -> None:
    calendar = make_calendar(anna, color="teal")
    grant(calendar, ben, Role.OWNER)
    token = edited(anna, calendar, name="Crew", timezone="Europe/Berlin")
    edit = Entry.objects.latest("id")
    edited(ben, calendar, color="rose")
    undo_calendar(actor=anna, token=token)
    calendar.refresh_from_db()
    assert (calendar.name, calendar.color, calendar.timezone) == ("Team", "rose", "Europe/Lisbon")
    assert told() == (
        "calendar.updated",
        {
            "fields": ["name", "timezone"],
            "before": {"name": "Crew", "timezone": "Europe/Berlin"},
            "after": {"name": "Team", "timezone": "Europe/Lisbon"},
            "undoes": edit.pk,
        },
    )


def test_an_undo_is_undone(anna: User) -> None:
    calendar = make_calendar(anna)
    token = token_of(delete_calendar, actor=anna, calendar_id=calendar.pk)
    for gone in (False, True, False):
        token = token_of(undo_calendar, actor=anna, token=token)
        calendar.refresh_from_db()
        assert (calendar.deleted_at is not None) is gone


def test_only_the_author_may_and_for_ten_minutes(
    anna: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar = make_calendar(anna)
    grant(calendar, ben, Role.OWNER)
    token = edited(anna, calendar, name="Crew")
    assert refused(ben, token) is NotFound
    later = now() + LIFETIME + timedelta(seconds=1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert refused(anna, token) is NotFound


def test_who_is_no_owner_any_more_may_not(anna: User, ben: User) -> None:
    calendar = make_calendar(anna)
    grant(calendar, ben, Role.OWNER)
    tokens = [edited(ben, calendar, name="Crew")]
    tokens.append(token_of(delete_calendar, actor=ben, calendar_id=calendar.pk))
    grant(calendar, ben, Role.EDITOR)
    assert refused(ben, tokens[1]) is Forbidden
    Calendar.objects.filter(pk=calendar.pk).update(deleted_at=None)
    assert refused(ben, tokens[0]) is Forbidden
    calendar.user_grants.all().delete()
    assert refused(ben, tokens[0]) is NotFound


def test_what_somebody_changed_since_stays(anna: User, ben: User) -> None:
    calendar = make_calendar(anna)
    grant(calendar, ben, Role.OWNER)
    token = edited(anna, calendar, name="Crew", color="rose")
    edited(ben, calendar, name="Our crew")
    assert refused(anna, token) is UndoConflict


def test_a_new_calendar_that_somebody_else_changed_stays(anna: User, ben: User) -> None:
    token = token_of(create_calendar, actor=anna, changes=CalendarChanges(name="Team"))
    calendar = Calendar.objects.get(name="Team")
    edited(anna, calendar, name="Crew")
    grant(calendar, ben, Role.OWNER)
    edited(ben, calendar, color="rose")
    assert refused(anna, token) is UndoConflict


def test_a_new_calendar_that_holds_events_stays(anna: User) -> None:
    token = token_of(create_calendar, actor=anna, changes=CalendarChanges(name="Team"))
    make_event(anna, calendar_id=Calendar.objects.get(name="Team").pk)
    assert refused(anna, token) is CalendarNotEmpty


def test_what_was_deleted_again_by_somebody_else_stays_so(anna: User, ben: User) -> None:
    calendar = make_calendar(anna)
    grant(calendar, ben, Role.OWNER)
    token = token_of(delete_calendar, actor=anna, calendar_id=calendar.pk)
    undo_calendar(actor=anna, token=token)
    assert refused(anna, token) is NotFound
    delete_calendar(actor=ben, calendar_id=calendar.pk)
    assert refused(anna, token) is UndoConflict
