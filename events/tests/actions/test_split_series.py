"""One and all that follow: a series becomes two events, or ends."""

from typing import Any

import pytest

from accounts.models import User
from core.errors import Forbidden, Invalid
from events.enums import Role
from events.errors import ScheduleConflict, StaleVersion
from events.factories import START, grant, make_calendar, make_event
from events.models import Event, EventGroupPermission, EventUserPermission, HistoricalEvent
from events.tests.actions.series import DAY, HOUR, at, days, delete, edit, starts, versions
from journal.models import Entry

pytestmark = pytest.mark.django_db


def test_a_split_makes_two_events_that_know_of_each_other(anna: User, daily: Event) -> None:
    entries = Entry.objects.count()
    written = edit(anna, daily, "following", at(12), title="New", change_reason="Another room")
    new = written.event
    daily.refresh_from_db()
    assert (new.title, new.version, new.split_from_id, new.rrule) == (
        "New",
        1,
        daily.pk,
        "FREQ=DAILY;COUNT=3",
    )
    assert (daily.title, daily.version, daily.rrule) == ("Planning", 2, "FREQ=DAILY;COUNT=2")
    assert new.uid != daily.uid
    assert [event.pk for event in written.events] == [new.pk, daily.pk]
    assert (starts(daily), starts(new)) == (days(10, 11), days(12, 13, 14))
    assert (versions(daily), versions(new)) == ([(1, "created"), (2, "updated")], [(1, "created")])
    reasons = HistoricalEvent.objects.filter(history_change_reason="Another room")
    assert set(reasons.values_list("id", "version")) == {(daily.pk, 2), (new.pk, 1)}
    assert Entry.objects.count() == entries + 2
    last, first = Entry.objects.order_by("-id")[:2]
    told = {
        (entry.verb, entry.subject_id, (entry.payload or {}).get("split_from")) for entry in (first, last)
    }
    assert told == {("event.updated", daily.pk, None), ("event.created", new.pk, daily.pk)}


def test_an_endless_rule_ends_before_the_cut(anna: User) -> None:
    event = make_event(anna, rrule="FREQ=WEEKLY;BYDAY=MO,TH")
    new = edit(anna, event, "following", at(20), start_time=START + 10 * DAY + HOUR).event
    event.refresh_from_db()
    assert event.rrule == "FREQ=WEEKLY;UNTIL=20310317T090000Z;BYDAY=MO,TH"
    assert (event.occurrences_until, starts(event)) == (None, days(10, 13, 17))
    assert new.rrule == "FREQ=WEEKLY;BYDAY=MO,TH"
    assert starts(new)[:3] == days(20, 24, 27, hour=10)
    assert (new.start_at, new.end_at) == (START + 10 * DAY + HOUR, START + 10 * DAY + 2 * HOUR)


def test_exceptions_go_with_their_instances(anna: User) -> None:
    overrides: dict[str, Any] = {
        at(11): {"title": "Second"},
        at(13): {"excluded": True},
        at(14): {"start_time": at(14, 15)},
        at(14, 20): {},
    }
    event = make_event(anna, rrule="FREQ=DAILY;COUNT=5", recurrence_overrides=overrides)
    before = starts(event)
    new = edit(anna, event, "following", at(12), location="There").event
    event.refresh_from_db()
    assert event.recurrence_overrides == {at(11): {"title": "Second"}}
    assert new.recurrence_overrides == {key: overrides[key] for key in (at(13), at(14), at(14, 20))}
    assert starts(event) + starts(new) == before


def test_the_instance_that_is_edited_is_as_the_edit_says(anna: User, daily: Event) -> None:
    edit(anna, daily, "this", at(12), title="Special", location="Here", start_time=START + 2 * DAY + 2 * HOUR)
    # It is seen at 11:00 and goes to 12:00, so all that follow go an hour later, too.
    new = edit(anna, daily, "following", at(12), title="New", start_time=START + 2 * DAY + 3 * HOUR).event
    assert new.recurrence_overrides == {at(12, 10): {"location": "Here", "start_time": at(12, 12)}}
    assert starts(new) == [*days(12, hour=12), *days(13, 14, hour=10)]


def test_exceptions_that_mean_nothing_in_the_new_series_are_named(anna: User) -> None:
    overrides = {at(14): {"title": "Friday"}}
    event = make_event(anna, rrule="FREQ=DAILY;COUNT=9", recurrence_overrides=overrides)
    written = edit(anna, event, "following", at(12), rrule="FREQ=WEEKLY;COUNT=3")
    assert written.dropped_overrides == [at(14)]
    assert starts(written.event) == days(12, 19, 26)


def test_grants_are_copied(anna: User, ben: User, daily: Event) -> None:
    from django.contrib.auth.models import Group  # after the app registry

    team = Group.objects.create(name="Team")
    grant(daily, ben, Role.EDITOR, by=anna)
    grant(daily, team, Role.VIEWER, by=anna)
    new = edit(ben, daily, "following", at(12), title="New").event
    assert (new.owner_id, new.rank) == (anna.pk, Role.EDITOR.rank)
    for model, holder in ((EventUserPermission, "user"), (EventGroupPermission, "group")):
        columns = (holder, "permission", "granted_by", "granted_at", "updated_at")
        old, copied = (
            set(model._default_manager.filter(content_object=event).values_list(*columns))
            for event in (daily, new)
        )
        assert copied == old
        assert copied


def test_following_the_first_instance_is_the_whole_series(anna: User, daily: Event) -> None:
    written = edit(anna, daily, "following", at(10), start_time=START + HOUR)
    assert (written.event.pk, written.event.version, written.also) == (daily.pk, 2, ())
    assert starts(daily) == days(10, 11, 12, 13, 14, hour=10)
    assert Event.objects.count() == 1


def test_a_split_for_nothing_is_none(anna: User, daily: Event) -> None:
    written = edit(anna, daily, "following", at(12), title="Planning")
    assert (written.event.pk, written.event.version) == (daily.pk, 1)
    assert Event.objects.count() == 1


def test_a_stale_split_keeps_what_others_changed(anna: User, daily: Event) -> None:
    edit(anna, daily, "all", None, location="Theirs", version=1)
    new = edit(anna, daily, "following", at(12), title="Mine", version=1).event
    assert (new.title, new.location) == ("Mine", "Theirs")
    assert versions(daily) == [(1, "created"), (2, "updated"), (3, "merged")]
    edit(anna, new, "all", None, title="Theirs", version=1)
    with pytest.raises(StaleVersion):
        edit(anna, new, "following", at(13), title="Third", version=1)


def test_conflicts_of_a_split_are_those_of_what_moves(anna: User, daily: Event) -> None:
    make_event(anna, start=START + DAY, title="Over the second")
    make_event(anna, start=START + 3 * DAY, title="Over the fourth")
    make_event(anna, start=START + 4 * DAY + HOUR, title="After the fifth")
    new = edit(anna, daily, "following", at(13), title="Renamed").event  # over the fourth, but there it was
    with pytest.raises(ScheduleConflict) as refusal:
        edit(anna, new, "following", at(14), start_time=START + 4 * DAY + HOUR)
    assert [clash["title"] for clash in refusal.value.data["conflicts"]] == ["After the fifth"]


def test_the_new_series_must_not_lie_on_the_earlier_one(anna: User, daily: Event) -> None:
    with pytest.raises(ScheduleConflict) as refusal:
        edit(anna, daily, "following", at(12), start_time=START + DAY, end_time=START + DAY + HOUR)
    assert refusal.value.data["conflicts"] == [
        {
            "event_id": daily.pk,
            "title": "Planning",
            "start_time": "2031-03-11T09:00:00Z",
            "end_time": "2031-03-11T10:00:00Z",
        }
    ]
    assert versions(daily) == [(1, "created")]
    assert Event.objects.count() == 1
    # but where its own instances were, it may
    assert starts(edit(anna, daily, "following", at(12), start_time=START + 3 * DAY).event) == days(
        13, 14, 15
    )


def test_a_split_may_go_to_another_calendar(anna: User, ben: User, daily: Event) -> None:
    calendar = make_calendar(anna)
    grant(daily, ben, Role.EDITOR)
    with pytest.raises(Invalid) as refusal:
        edit(ben, daily, "following", at(12), calendar_id=calendar.pk)
    assert [fault.code for fault in refusal.value.faults] == ["not_owner"]
    new = edit(anna, daily, "following", at(12), calendar_id=calendar.pk).event
    assert new.calendar_id == calendar.pk


def test_the_rest_of_a_series_is_deleted_by_an_edit(anna: User, ben: User, daily: Event) -> None:
    grant(daily, ben, Role.EDITOR)
    event = delete(ben, daily, "following", at(12))
    assert (event.version, event.rrule, event.deleted_at) == (2, "FREQ=DAILY;COUNT=2", None)
    assert starts(daily) == days(10, 11)
    with pytest.raises(Forbidden):
        delete(ben, daily, "following", at(10))
    assert delete(anna, daily, "following", at(10)).deleted_at is not None
    assert versions(daily) == [(1, "created"), (2, "updated"), (3, "deleted")]
