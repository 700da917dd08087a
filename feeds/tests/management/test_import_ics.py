"""`manage.py import_ics`."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.factories import make_user
from accounts.models import User
from events.factories import make_calendar
from events.models import Event
from feeds.tests.calendars import calendar, vevent


@pytest.fixture
def anna(db: None) -> User:
    return make_user(username="anna")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "team.ics"
    path.write_bytes(calendar(*vevent(), "BEGIN:VTODO", "UID:todo", "END:VTODO"))
    return path


def run(*arguments: object) -> tuple[str, int]:
    """What the command writes, and its exit code."""
    out = io.StringIO()
    try:
        call_command("import_ics", *map(str, arguments), stdout=out, no_color=True)
    except SystemExit as exit_:
        return out.getvalue(), int(str(exit_.code))
    return out.getvalue(), 0


def test_it_imports_and_tells_what_is_not_as_expected(anna: User, path: Path) -> None:
    assert run(path, "--user", "anna") == (
        "Line 9, todo: skipped. VTODO is not imported: only events are.\n"
        "2 components: 1 created, 1 skipped.\n",
        0,
    )
    assert run(path, "--user", anna.email.upper())[0].endswith("2 components: 1 unchanged, 1 skipped.\n")
    assert Event.objects.get().owner_id == anna.pk


def test_json(anna: User, path: Path) -> None:
    text, code = run(path, "--user", "anna", "--json")
    result = json.loads(text)
    assert (code, result["dry_run"], result["summary"]["created"]) == (0, False, 1)
    assert result["components"][0] == {
        "line": 3,
        "uid": "one",
        "title": "Planning",
        "starts": "2031-03-10T09:00:00Z",
        "recurrence_id": None,
        "result": "created",
        "code": None,
        "reason": None,
        "event_id": Event.objects.get().pk,
    }


def test_a_calendar_and_a_dry_run(anna: User, path: Path) -> None:
    team = make_calendar(anna)
    text, _ = run(path, "--user", "anna", "--calendar", team.pk, "--dry-run")
    assert text.endswith("Dry run, nothing changed: 2 components: 1 created, 1 skipped.\n")
    assert Event.objects.count() == 0
    run(path, "--user", "anna", "--calendar", team.pk)
    assert Event.objects.get().calendar_id == team.pk


def test_a_failure_is_an_exit_code(anna: User, path: Path) -> None:
    path.write_bytes(calendar(*vevent("RRULE:FREQ=SECONDLY")))
    text, code = run(path, "--user", "anna")
    assert code == 1
    assert text.endswith("1 components: 1 failed.\n")
    path.write_bytes(calendar())
    assert run(path, "--user", "anna") == ("0 components: there is nothing in the file.\n", 0)


def test_refusals(anna: User, path: Path) -> None:
    other = make_calendar(make_user(username="ben"))
    for arguments in (
        (path, "--user", "nobody"),
        (path.with_name("missing.ics"), "--user", "anna"),
        (path, "--user", "anna", "--calendar", other.pk),
        (__file__, "--user", "anna"),
    ):
        with pytest.raises(CommandError):
            run(*arguments)
    assert Event.objects.count() == 0


def test_the_standard_input(anna: User, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    assert run("-", "--user", "anna")[1] == 0
    assert Event.objects.count() == 1
