"""The demo is whole: everything in it came through the actions, around whatever day."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.models import Count

from accounts.models import User
from eventhub.demo.people import PASSWORD, PEOPLE
from eventhub.demo.plans import Week
from eventhub.demo.seed import NotEmpty, Seeded, count_steps, demo_logins, seed
from events.access import visible_to
from events.enums import Role
from events.models import Calendar, Event, HistoricalEvent, Occurrence
from events.rules.overlap import Span, clashes
from journal.models import Entry

pytestmark = pytest.mark.django_db

ALL = Seeded(users=6, calendars=9, events=42, versions=65, shares=17)
# the day on which clocks go forward and the one on which they go back, the turn of a year, a leap day, and
# a month whose third Tuesday lies in the seeded week
DAYS = (date(2026, 3, 29), date(2026, 10, 25), date(2027, 1, 1), date(2028, 2, 29), date(2026, 11, 18))


def overlapping() -> set[tuple[str, str]]:
    """The titles of all events of one owner that take up the same time."""
    spans = defaultdict(list)
    titles = dict(Event.objects.values_list("pk", "title"))
    for row in Occurrence.objects.filter(is_busy=True):
        spans[row.owner_id].append(Span(row.start_at, row.end_at, row.event_id))
    pairs = [pair for own in spans.values() for pair in clashes(own)]
    return {(titles[one.key], titles[other.key]) for one, other in pairs}


def verbs_of(title: str) -> list[tuple[str, str]]:
    rows = HistoricalEvent.objects.filter(id=Event.objects.get(title=title).pk).order_by("version")
    return list(rows.values_list("verb", "history_user__username"))


@pytest.mark.parametrize("today", DAYS)
def test_it_is_whole_around_any_day(today: date) -> None:
    assert seed(today=today) == ALL
    assert overlapping() == {("Launch review: EventHub 2.0", "Design critique")}
    call_command("verify_journal")
    call_command("verify_history")


def test_most_of_it_lies_around_the_day() -> None:
    seed(today=DAYS[-1])
    monday = datetime.combine(Week.of(DAYS[-1]).monday, time(), UTC)
    this_week = Occurrence.objects.filter(start_at__gte=monday, start_at__lt=monday + timedelta(days=7))
    assert this_week.values("event").distinct().count() == 29
    near = Event.objects.filter(
        start_at__gte=monday - timedelta(days=63), start_at__lt=monday + timedelta(days=21)
    )
    assert near.count() == ALL.events


def test_the_histories_are_those_of_several_people() -> None:
    seed(today=DAYS[0])
    assert verbs_of("Launch review: EventHub 2.0") == [
        ("created", "marta"),
        ("updated", "marta"),
        ("updated", "priya"),
        ("updated", "lukas"),
        ("rolled_back", "marta"),
        ("updated", "kenji"),
        ("updated", "marta"),
        ("merged", "priya"),
    ]
    assert verbs_of("Team offsite, Sintra") == [
        ("created", "amara"),
        ("updated", "marta"),
        ("merged", "amara"),
    ]
    assert verbs_of("Bug bash") == [("created", "lukas"), ("transferred", "lukas"), ("updated", "kenji")]
    assert verbs_of("Logo refresh workshop") == [("created", "priya"), ("deleted", "priya")]
    authors = HistoricalEvent.objects.values("id").annotate(people=Count("history_user", distinct=True))
    assert sum(row["people"] > 1 for row in authors) == 9
    told = set(Entry.objects.filter(subject_kind="event").values_list("verb", flat=True))
    assert told == {
        "event.created",
        "event.updated",
        "event.merged",
        "event.rolled_back",
        "event.transferred",
        "event.deleted",
        "event.shared",
        "event.role_changed",
    }


def test_series_have_exceptions() -> None:
    seed(today=DAYS[0])
    week = Week.of(DAYS[0])
    planning = Event.objects.get(title="Sprint planning")
    assert planning.recurrence_overrides == {
        f"{week.day(7)}T11:00:00": {
            "start_time": f"{week.day(7)}T14:00:00",
            "end_time": f"{week.day(7)}T15:30:00",
        },
        f"{week.day(14)}T11:00:00": {"excluded": True},
    }
    board = Event.objects.get(title="Portfolio board")
    lisbon = ZoneInfo("Europe/Lisbon")
    days = [row.start_at.astimezone(lisbon) for row in board.occurrences.order_by("start_at")[:12]]
    assert {(day.weekday(), (day.day - 1) // 7, f"{day:%H:%M}") for day in days} == {(1, 2, "09:00")}
    assert all(timedelta(days=27) < later - day < timedelta(days=36) for day, later in pairwise(days))
    assert Event.objects.get(title="Stand-up").occurrences_until is not None
    assert Event.objects.get(title="On-call handover").occurrences.count() == 8


def test_a_group_sees_what_was_shared_with_it() -> None:
    seed(today=DAYS[0])
    amara = User.objects.get(username="amara")
    assert Group.objects.get().user_set.count() == 2
    design = visible_to(amara.pk).filter(calendar__name="Design studio")
    assert [event.rank for event in design] == [Role.VIEWER.rank] * 7


def test_all_demo_people_can_log_in_until_they_choose_another_password() -> None:
    seed(today=DAYS[0])
    assert demo_logins() == list(PEOPLE)
    admin = User.objects.get(username="admin")
    assert (admin.role, admin.is_superuser, admin.check_password(PASSWORD)) == ("admin", True, True)
    assert {user.role for user in User.objects.exclude(pk=admin.pk)} == {"user"}
    admin.set_password("another one of mine")
    admin.save()
    assert demo_logins() == list(PEOPLE[:-1])


def test_each_person_has_a_named_default_calendar_in_his_zone() -> None:
    seed(today=DAYS[0])
    found = Calendar.objects.filter(is_default=True).order_by("owner_id")
    assert list(found.values_list("owner__username", "name", "color", "timezone")) == [
        (person.username, person.calendar, person.color.value, person.timezone) for person in PEOPLE
    ]


def test_it_counts_its_steps() -> None:
    steps: list[int] = []
    seed(today=DAYS[0], advance=steps.append)
    assert steps == [1] * count_steps(DAYS[0])


def test_a_dry_run_leaves_nothing() -> None:
    assert seed(today=DAYS[0], dry_run=True) == ALL
    assert (User.objects.count(), Event.objects.count(), Entry.objects.count()) == (0, 0, 0)


def test_where_there_are_users_nothing_is_written() -> None:
    User.objects.create_user("ada", "ada@example.org")
    with pytest.raises(NotEmpty):
        seed(today=DAYS[0])
    assert (User.objects.count(), Event.objects.count()) == (1, 0)


def test_a_run_that_breaks_off_leaves_nothing() -> None:
    def stop(count: int) -> None:
        if User.objects.count() == len(PEOPLE):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(today=DAYS[0], advance=stop)
    assert (User.objects.count(), Entry.objects.count()) == (0, 0)
