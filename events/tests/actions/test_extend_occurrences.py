"""Rolling the horizon on: rows are added, never doubled, and answers do not depend on them."""

import json
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from pytest_django import Settings

from accounts.models import User
from events.changes import EventFilters
from events.factories import make_event
from events.models import Event, Occurrence
from events.selectors.events import list_events

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-11-02T09:00:00+00:00")


def run(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, int]:
    """The command's summary."""
    call_command("extend_occurrences", "--json", *options)
    result: dict[str, int] = json.loads(capsys.readouterr().out)
    return result


def test_rows_reach_the_horizon_and_a_second_run_adds_none(
    anna: User, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.OCCURRENCE_HORIZON_DAYS = 30
    event = make_event(anna, start=NOW, rrule="FREQ=DAILY")
    make_event(anna, start=NOW + timedelta(hours=3))
    short = Occurrence.objects.count()
    settings.OCCURRENCE_HORIZON_DAYS = 60
    assert run(capsys, "--dry-run") == {"events": 1, "occurrences": 30, "dry_run": True}
    assert Occurrence.objects.count() == short
    assert run(capsys) == {"events": 1, "occurrences": 30, "dry_run": False}
    assert Occurrence.objects.count() == short + 30
    assert Event.objects.get(pk=event.pk).version == 1
    assert run(capsys) == {"events": 0, "occurrences": 0, "dry_run": False}
    starts = list(
        Occurrence.objects.filter(event=event).order_by("start_at").values_list("start_at", flat=True)
    )
    assert starts == [starts[0] + timedelta(days=i) for i in range(len(starts))]


def test_no_answer_depends_on_the_horizon(anna: User, settings: Settings) -> None:
    settings.OCCURRENCE_HORIZON_DAYS = 30
    daily = make_event(anna, start=NOW, rrule="FREQ=DAILY", transparency="transparent")
    weekly = make_event(anna, start=NOW, rrule="FREQ=WEEKLY", transparency="transparent")
    ended = make_event(anna, start=NOW, rrule="FREQ=DAILY;COUNT=3", transparency="transparent")

    def seen(day: int) -> list[int]:
        at = NOW + timedelta(days=day)
        filters = EventFilters(from_=at, to=at + timedelta(hours=1))
        return [row.id for row in list_events(anna, filters)]

    assert seen(1) == [daily.pk, ended.pk]
    assert seen(700) == [daily.pk, weekly.pk]
    assert seen(701) == [daily.pk]
    assert [row.id for row in list_events(anna, EventFilters(from_=NOW + timedelta(days=900)))] == [
        daily.pk,
        weekly.pk,
    ]
