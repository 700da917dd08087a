"""Rows after an update of the tz database: mended where they are wrong, left alone where they are right."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import User
from events.factories import make_event
from events.models import Event, HistoricalEvent, Occurrence
from events.rules import wall_time
from journal.models import Entry

pytestmark = pytest.mark.django_db
# Friday in winter, before Lisbon's clocks go forward on Sunday, 30 March 2031
START = datetime(2031, 3, 28, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def new_rules(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Call it, and Lisbon has no summer time any more."""

    def rules_of(key: str) -> ZoneInfo:
        return ZoneInfo("Africa/Abidjan" if key == "Europe/Lisbon" else key)

    def update() -> None:
        monkeypatch.setattr(wall_time, "ZoneInfo", rules_of)
        wall_time.zone.cache_clear()

    yield update
    wall_time.zone.cache_clear()


def run(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, int]:
    """The command's summary."""
    call_command("extend_occurrences", "--rebuild", "--json", *options)
    result: dict[str, int] = json.loads(capsys.readouterr().out)
    return result


def rows(event: Event) -> list[tuple[int, datetime, datetime]]:
    found = Occurrence.objects.filter(event=event).order_by("start_at")
    return list(found.values_list("pk", "start_at", "end_at"))


def test_instances_keep_their_wall_time_under_new_rules(
    anna: User, capsys: pytest.CaptureFixture[str], new_rules: Callable[[], None]
) -> None:
    series = make_event(anna, start=START, timezone="Europe/Lisbon", rrule="FREQ=DAILY;COUNT=4")
    elsewhere = make_event(anna, start=START, timezone="Europe/Madrid", rrule="FREQ=DAILY;COUNT=4")
    single = make_event(anna, start=START + 9 * DAY, timezone="Europe/Lisbon")
    before, others = rows(series), [rows(elsewhere), rows(single)]
    assert [start for _, start, _ in before] == [
        START,
        START + DAY,
        *(START + i * DAY - HOUR for i in (2, 3)),
    ]
    new_rules()
    entries, versions = Entry.objects.count(), HistoricalEvent.objects.count()
    expected = {"events": 3, "changed": 1, "removed": 2, "added": 2}
    assert run(capsys, "--dry-run") == {**expected, "dry_run": True}
    assert rows(series) == before
    assert run(capsys) == {**expected, "dry_run": False}
    after = rows(series)
    assert [(start, end) for _, start, end in after] == [
        (START + i * DAY, START + i * DAY + HOUR) for i in range(4)
    ]
    assert after[:2] == before[:2]  # rows that were right are still the same rows
    assert [rows(elsewhere), rows(single)] == others
    assert run(capsys) == {"events": 3, "changed": 0, "removed": 0, "added": 0, "dry_run": False}
    assert (Entry.objects.count(), HistoricalEvent.objects.count()) == (entries, versions)


def test_one_zone_alone(
    anna: User, capsys: pytest.CaptureFixture[str], new_rules: Callable[[], None]
) -> None:
    make_event(anna, start=START, timezone="Europe/Lisbon", rrule="FREQ=DAILY;COUNT=4")
    make_event(anna, start=START, timezone="Europe/Madrid")
    new_rules()
    assert run(capsys, "--zone", "Europe/Madrid")["events"] == 1
    assert run(capsys, "--zone", "Europe/Madrid")["changed"] == 0
    assert run(capsys, "--zone", "Europe/Lisbon")["changed"] == 1


def test_endless_events_are_rebuilt_as_far_as_they_are_expanded(
    anna: User, settings: Settings, capsys: pytest.CaptureFixture[str], new_rules: Callable[[], None]
) -> None:
    settings.OCCURRENCE_HORIZON_DAYS = 10
    event = make_event(anna, start=START, timezone="Europe/Lisbon", rrule="FREQ=DAILY")
    until, before = event.occurrences_until, rows(event)
    settings.OCCURRENCE_HORIZON_DAYS = 20
    new_rules()
    summary = run(capsys)
    # the last one, at 08:00 of the day of the horizon, goes beyond it
    assert (summary["removed"], summary["added"]) == (9, 8)
    event.refresh_from_db()
    assert event.occurrences_until == until
    assert [start for _, start, _ in rows(event)] == [START + i * DAY for i in range(len(before) - 1)]


def test_lost_and_strange_rows_are_mended(anna: User, capsys: pytest.CaptureFixture[str]) -> None:
    event = make_event(anna, rrule="FREQ=DAILY;COUNT=4")
    before = rows(event)
    Occurrence.objects.filter(pk=before[0][0]).delete()
    Occurrence.objects.filter(pk=before[1][0]).update(is_busy=False)
    assert run(capsys) == {"events": 1, "changed": 1, "removed": 1, "added": 2, "dry_run": False}
    assert [row[1:] for row in rows(event)] == [row[1:] for row in before]
    assert not Occurrence.objects.filter(is_busy=False).exists()


@pytest.mark.parametrize("options", [("--zone", "Europe/Lisbon"), ("--rebuild", "--zone", "Mars/Olympus")])
def test_what_makes_no_sense_is_refused(options: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("extend_occurrences", *options)
