"""A person gets all that is his, with every version, and nothing that is another's."""

import json
import stat
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from icalendar import Calendar

from accounts.factories import make_user
from accounts.models import User
from events.actions.delete_event import delete_event
from events.actions.purge_event import purge_event
from events.actions.update_event import update_event
from events.changes import EventChanges
from events.enums import Role
from events.factories import make_calendar, make_event
from sharing.actions.share_event import share_event
from sharing.changes import Grant, Grantee

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return make_user(username="anna")


def export(path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The summary of the command, and the files that it wrote."""
    out = StringIO()
    call_command("export_data", "--user", "anna", "--output", str(path), "--json", stdout=out)
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        return json.loads(out.getvalue()), {name: archive.read(name) for name in archive.namelist()}


def test_everything_is_there_with_every_version(anna: User, tmp_path: Path) -> None:
    ben, team = make_user(username="ben"), make_calendar(anna, "Team / Ops")
    event = make_event(anna, title="First", calendar_id=team.pk, rrule="FREQ=WEEKLY")
    update_event(actor=anna, event_id=event.pk, changes=EventChanges(title="Second"))
    share_event(
        actor=anna,
        event_id=event.pk,
        grants=[Grant(grantee=Grantee(user_id=ben.pk), role=Role.VIEWER)],
    )
    purged, theirs, hidden = make_event(anna), make_event(ben, title="Ben's"), make_event(ben, title="Hidden")
    delete_event(actor=anna, event_id=purged.pk, reason="Over")
    purge_event(actor=anna, event_id=purged.pk)
    share_event(
        actor=ben, event_id=theirs.pk, grants=[Grant(grantee=Grantee(user_id=anna.pk), role=Role.EDITOR)]
    )
    summary, files = export(tmp_path / "anna.zip")
    default = anna.calendars.get(is_default=True)
    assert list(files) == [
        "account.json",
        "sessions.json",
        "second_factors.json",
        "feeds.json",
        "calendars.json",
        f"calendars/{default.pk}-My-calendar.ics",
        f"calendars/{team.pk}-Team---Ops.ics",
        f"events/{event.pk}.json",
        f"events/{purged.pk}.json",
        "shared_with_me.json",
        "journal.json",
    ]
    assert (summary["files"], summary["user_id"]) == (11, anna.pk)
    assert stat.S_IMODE((tmp_path / "anna.zip").stat().st_mode) == 0o600
    read = {name: json.loads(data) for name, data in files.items() if name.endswith(".json")}
    assert (read["account.json"]["username"], "password" in read["account.json"]) == ("anna", False)
    kept, gone = read[f"events/{event.pk}.json"], read[f"events/{purged.pk}.json"]
    assert [(v["version"], v["by"], v["event"]["title"]) for v in kept["versions"]] == [
        (1, "anna", "First"),
        (2, "anna", "Second"),
    ]
    assert [(g["username"], g["permission"]) for g in kept["shared_with"]] == [("ben", "view")]
    assert [(v["verb"], v["reason"]) for v in gone["versions"]] == [
        ("created", None),
        ("deleted", "Over"),
        ("purged", None),
    ]
    assert [(row["owner"], row["role"], row["event"]["title"]) for row in read["shared_with_me.json"]] == [
        ("ben", "editor", "Ben's")
    ]
    assert read["journal.json"][-1]["verb"] == "event.purged"
    (exported,) = Calendar.from_ical(files[f"calendars/{team.pk}-Team---Ops.ics"]).walk("VEVENT")
    assert (str(exported["SUMMARY"]), str(exported["UID"])) == ("Second", event.uid)
    assert hidden.title.encode() not in b"".join(files.values())


def test_who_has_nothing_gets_that(anna: User, tmp_path: Path) -> None:
    anna.calendars.all().delete()
    _, files = export(tmp_path / "anna.zip")
    assert json.loads(files["calendars.json"]) == []


def test_nothing_is_overwritten(anna: User, tmp_path: Path) -> None:
    (tmp_path / "anna.zip").write_bytes(b"mine")
    with pytest.raises(CommandError, match="cannot be written"):
        export(tmp_path / "anna.zip")
    assert (tmp_path / "anna.zip").read_bytes() == b"mine"
    with pytest.raises(CommandError, match="no user"):
        call_command("export_data", "--user", "nobody")
