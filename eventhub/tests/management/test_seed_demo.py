"""`manage.py seed_demo`, as `make run` and people call it."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from eventhub.demo.people import PASSWORD
from events.models import Event
from journal.models import Entry

pytestmark = pytest.mark.django_db

COUNTS = {"users": 6, "calendars": 9, "events": 42, "versions": 65, "shares": 17}
LOGINS = ["marta", "priya", "kenji", "amara", "lukas", "admin"]
SUMMARY = "Seeded 6 people, 9 calendars, 42 events in 65 versions, 17 shares."


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("seed_demo", *arguments, stdout=out, no_color=True)
    return out.getvalue()


def written() -> tuple[int, int, int]:
    return User.objects.count(), Event.objects.count(), Entry.objects.count()


def test_it_prints_the_logins_and_what_was_made() -> None:
    lines = run().splitlines()
    assert lines[0] == f"Demo logins, all with the password {PASSWORD}"
    assert [line.split()[0] for line in lines[1:-1]] == LOGINS
    assert lines[-2] == "  admin   Sofia Lindqvist   America/New_York    opens /admin/"
    assert lines[-1] == SUMMARY


def test_json_holds_the_same() -> None:
    assert json.loads(run("--json")) == {
        "seeded": True,
        **COUNTS,
        "logins": LOGINS,
        "password": PASSWORD,
        "dry_run": False,
    }


def test_a_dry_run_changes_nothing() -> None:
    assert run("--dry-run") == f"Dry run, nothing changed: {SUMMARY}\n"
    assert json.loads(run("--dry-run", "--json")) == {
        "seeded": False,
        **COUNTS,
        "logins": [],
        "dry_run": True,
    }
    assert written() == (0, 0, 0)


def test_if_empty_seeds_once_and_then_only_repeats_the_logins() -> None:
    first = run("--if-empty").splitlines()
    before = written()
    again = run("--if-empty").splitlines()
    assert again == [*first[:-1], "There are users already: nothing to seed."]
    assert written() == before


def test_if_empty_says_nothing_of_the_demo_where_other_people_are() -> None:
    User.objects.create_user("ada", "ada@example.org", PASSWORD)
    assert json.loads(run("--if-empty", "--json")) == {"seeded": False, "logins": [], "dry_run": False}
    assert run("--if-empty") == "There are users already: nothing to seed.\n"


def test_without_if_empty_a_second_run_is_refused() -> None:
    run()
    before = written()
    with pytest.raises(CommandError, match="There are users already"):
        run()
    assert written() == before


def test_production_needs_force(settings: Any) -> None:
    settings.PRODUCTION = True
    for arguments in ([], ["--if-empty"]):
        with pytest.raises(CommandError, match="--force"):
            run(*arguments)
    assert written() == (0, 0, 0)
    run("--force")
    assert User.objects.count() == 6
