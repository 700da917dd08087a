"""Calendars: the default one that is always there, and what may be done with the others."""

import pytest
from django.contrib.auth import get_user_model

from accounts.models import User
from core.errors import Forbidden, Invalid, NotFound
from events.actions.create_calendar import create_calendar
from events.actions.delete_calendar import delete_calendar
from events.actions.delete_event import delete_event
from events.actions.update_calendar import update_calendar
from events.changes import CalendarChanges
from events.enums import Role
from events.errors import CalendarIsDefault, CalendarNotEmpty
from events.factories import grant, make_calendar, make_event
from events.models import Calendar
from events.selectors.calendars import list_calendars
from journal.models import Entry

pytestmark = pytest.mark.django_db


def test_a_user_comes_with_a_default_calendar_however_made() -> None:
    user = get_user_model().objects.create_superuser("root", "root@example.org", "x")
    (calendar,) = Calendar.objects.filter(owner=user)
    assert (calendar.name, calendar.is_default, calendar.timezone) == ("My calendar", True, "UTC")
    assert Entry.objects.filter(verb="calendar.created", subject_id=calendar.pk).count() == 1


def test_a_user_is_not_made_without_the_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("events.signals.create_default_calendar", fail)
    with pytest.raises(RuntimeError):
        get_user_model().objects.create_user("cleo", "cleo@example.org", "x")
    assert User.objects.filter(username="cleo").count() == 0


def test_a_new_calendar_takes_the_users_zone(anna: User) -> None:
    calendar = create_calendar(actor=anna, changes=CalendarChanges(name=" Team ", color="teal"))
    assert (calendar.name, calendar.color, calendar.timezone, calendar.rank) == (
        "Team",
        "teal",
        "Europe/Lisbon",
        Role.OWNER.rank,
    )


def test_every_fault_of_a_calendar_is_named(anna: User) -> None:
    with pytest.raises(Invalid) as refusal:
        create_calendar(actor=anna, changes=CalendarChanges(name="", color="pink", timezone="Mars/Base"))
    assert [fault.field for fault in refusal.value.faults] == ["name", "color", "timezone"]
    assert Calendar.objects.filter(owner=anna).count() == 1


def test_only_owners_change_a_calendar(anna: User, ben: User) -> None:
    calendar = make_calendar(anna)
    with pytest.raises(NotFound):
        update_calendar(actor=ben, calendar_id=calendar.pk, changes=CalendarChanges(name="x"))
    grant(calendar, ben, Role.EDITOR)
    with pytest.raises(Forbidden):
        update_calendar(actor=ben, calendar_id=calendar.pk, changes=CalendarChanges(name="x"))
    grant(calendar, ben, Role.OWNER)
    update_calendar(actor=ben, calendar_id=calendar.pk, changes=CalendarChanges(name="x"))
    assert Calendar.objects.get(pk=calendar.pk).name == "x"


def test_a_change_of_nothing_is_no_entry(anna: User) -> None:
    calendar = make_calendar(anna)
    before = Entry.objects.count()
    update_calendar(actor=anna, calendar_id=calendar.pk, changes=CalendarChanges(name="Team"))
    assert Entry.objects.count() == before


def test_only_an_empty_calendar_that_is_not_the_default_one_is_deleted(anna: User) -> None:
    calendar = make_calendar(anna)
    event = make_event(anna, calendar_id=calendar.pk)
    default = Calendar.objects.get(owner=anna, is_default=True)
    with pytest.raises(CalendarIsDefault):
        delete_calendar(actor=anna, calendar_id=default.pk)
    with pytest.raises(CalendarNotEmpty):
        delete_calendar(actor=anna, calendar_id=calendar.pk)
    delete_event(actor=anna, event_id=event.pk)
    delete_calendar(actor=anna, calendar_id=calendar.pk)
    assert [row.pk for row, _ in list_calendars(anna)] == [default.pk]


def test_lists_show_own_calendars_first_with_their_counts(
    anna: User, ben: User, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    shared = make_calendar(ben, "Shared")
    make_event(ben, calendar_id=shared.pk)
    delete_event(actor=ben, event_id=make_event(ben, calendar_id=shared.pk).pk)
    grant(shared, anna, Role.VIEWER)
    own = make_calendar(anna, "Own")
    rows = list_calendars(anna)
    assert [(row.name, row.rank, count) for row, count in rows] == [
        ("My calendar", 3, 0),
        (own.name, 3, 0),
        ("Shared", 1, 1),
    ]
