"""Calendar files: what comes in, what goes out, and that both mean the same."""

import threading
import time
from typing import Any

import icalendar
import requests
from requests import Response

from contract.client import Client, new_event
from contract.expect import ANY_TEXT, Anything, body, invalid, problem

SERIES = """\
BEGIN:VEVENT
UID:series@example.org
DTSTAMP:20310101T000000Z
DTSTART;TZID=W. Europe Standard Time:20310304T090000
DTEND;TZID=W. Europe Standard Time:20310304T094500
RRULE:FREQ=WEEKLY;COUNT=6
EXDATE;TZID=W. Europe Standard Time:20310311T090000
SUMMARY:Standup
CATEGORIES:team,daily
X-VENDOR;A=b:kept\\, too
END:VEVENT
BEGIN:VEVENT
UID:series@example.org
DTSTAMP:20310101T000000Z
RECURRENCE-ID;TZID=W. Europe Standard Time:20310318T090000
DTSTART;TZID=W. Europe Standard Time:20310318T100000
DTEND;TZID=W. Europe Standard Time:20310318T104500
SUMMARY:Standup\\, later
END:VEVENT
"""


def calendar(text: str = SERIES) -> bytes:
    """A file with these components."""
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{text}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def event(uid: str, start: str = "20310310T090000Z", *lines: str) -> str:
    """The lines of an event of an hour."""
    return "\n".join(
        [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            f"DTSTART:{start}",
            "DURATION:PT1H",
            "SUMMARY:x",
            *lines,
            "END:VEVENT",
            "",
        ]
    )


def send(client: Client, data: bytes, **query: Any) -> Response:
    """Sends the file as browsers do."""
    form = requests.Request("POST", "http://x", files={"file": ("a.ics", data, "text/calendar")}).prepare()
    headers = {"Content-Type": form.headers["Content-Type"]}
    return client.call("POST", "/import", data=form.body, headers=headers, query=query)


def summary(answer: Response) -> dict[str, int]:
    """The counts that are not none."""
    counts: dict[str, int] = body(answer)["summary"]
    return {name: count for name, count in counts.items() if count}


def parsed(answer: Response) -> list[Any]:
    """The events of an export, as another program reads it."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_file_is_imported_and_reported_component_by_component(ann: Client) -> None:
    text = SERIES + "BEGIN:VTODO\nUID:todo\nEND:VTODO\n" + event("bad", "soon")
    report = body(send(ann, calendar(text)))
    made = {"uid": "series@example.org", "result": "created", "event_id": Anything(int)}
    assert report == {
        "calendar_id": ann.default_calendar()["id"],
        "summary": {"components": 4, "created": 2, "updated": 0, "unchanged": 0, "skipped": 1, "failed": 1},
        "components": [
            {**made, "recurrence_id": None, "line": 3},
            {**made, "recurrence_id": "20310318T090000", "line": 14},
            {
                "uid": "todo",
                "recurrence_id": None,
                "line": 22,
                "result": "skipped",
                "code": "not_an_event",
                "reason": ANY_TEXT,
            },
            {
                "uid": "bad",
                "recurrence_id": None,
                "line": 25,
                "result": "failed",
                "code": "time_invalid",
                "reason": "Line 27, DTSTART: 'soon' is neither a date nor a time such as 20260329T090000.",
            },
        ],
    }
    found = ann.event(report["components"][0]["event_id"])
    assert (found["uid"], found["timezone"], found["rrule"], found["tags"]) == (
        "series@example.org",
        "Europe/Berlin",
        "FREQ=WEEKLY;COUNT=6",
        ["team", "daily"],
    )
    assert found["recurrence_overrides"] == {
        "2031-03-11T09:00:00": {"excluded": True},
        "2031-03-18T09:00:00": {
            "title": "Standup, later",
            "start_time": "2031-03-18T10:00:00",
            "tags": [],
        },
    }


def test_a_file_imported_twice_doubles_nothing(ann: Client) -> None:
    assert summary(send(ann, calendar())) == {"components": 2, "created": 2}
    assert summary(send(ann, calendar())) == {"components": 2, "unchanged": 2}
    changed = calendar(SERIES.replace("SUMMARY:Standup\n", "SUMMARY:Daily\n"))
    assert summary(send(ann, changed, dry_run=True)) == {"components": 2, "updated": 2}
    assert summary(send(ann, changed)) == {"components": 2, "updated": 2}
    [found] = body(ann.get("/events/"))
    assert (found["title"], found["version"]) == ("Daily", 2)
    versions = body(ann.get(f"/events/{found['id']}/history"))["versions"]
    assert [version["version_number"] for version in versions] == [2, 1]
    activity = body(ann.get(f"/events/{found['id']}/activity"))
    assert [entry["source"] for entry in activity] == ["import", "import"]


def test_a_conflict_fails_where_it_is_to_be_refused(ann: Client) -> None:
    ann.post(
        "/events/",
        new_event(title="Busy", start_time="2031-03-10T09:30:00Z", end_time="2031-03-10T11:00:00Z"),
    )
    [component] = body(send(ann, calendar(event("one")), on_conflict="refuse"))["components"]
    assert (component["result"], component["code"]) == ("failed", "schedule_conflict")
    assert component["reason"] == "Event conflicts with existing event: Busy"
    assert summary(send(ann, calendar(event("one")))) == {"components": 1, "created": 1}


def test_files_and_bodies_that_are_refused(ann: Client, ben: Client) -> None:
    for data, code in (
        (b"", "not_a_calendar"),
        (b"\x89PNG\r\n\x1a\n", "not_a_calendar"),
        (calendar("X:\0\n"), "null_characters_not_allowed"),
        (calendar("BEGIN:X\n" * 9), "nested_too_deeply"),
        (calendar("BEGIN:VTODO\nEND:VTODO\n" * 10_001), "too_many_components"),
    ):
        invalid(send(ann, data), "file", code=code)
    invalid(
        ann.call(
            "POST", "/import", data=b"--x--", headers={"Content-Type": "multipart/form-data; boundary=x"}
        ),
        "file",
    )
    problem(ann.post("/import", {}), 415, "unsupported_media_type")
    problem(send(ann, b"x" * (10 * 2**20 + 1)), 413, "body_too_large")
    problem(send(ann, calendar(), calendar_id=ben.default_calendar()["id"]), 404, "not_found")
    invalid(send(ann, calendar(), dry_run="perhaps"), "dry_run")


def test_forty_five_bytes_that_ask_for_a_million_instances(ann: Client) -> None:
    for rule, code in (
        ("FREQ=SECONDLY;COUNT=1000000", "rrule_frequency_refused"),
        ("FREQ=HOURLY;COUNT=1000000", "rrule_value_invalid"),
        ("FREQ=HOURLY", "rrule_too_many"),
    ):
        [component] = body(send(ann, calendar(event("one", "20310310T090000Z", f"RRULE:{rule}"))))[
            "components"
        ]
        assert (component["result"], component["code"]) == ("failed", code)


def test_what_was_imported_comes_out_again(ann: Client, ben: Client) -> None:
    send(ann, calendar())
    answer = ann.get("/export")
    master, other = parsed(answer)
    assert (str(master["UID"]), str(master["SUMMARY"])) == ("series@example.org", "Standup")
    assert str(master["X-VENDOR"]) == "kept\\, too"
    assert master["X-VENDOR"].params == {"A": "b"}
    assert master["RRULE"].to_ical() == b"FREQ=WEEKLY;COUNT=6"
    assert master["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert str(other["SUMMARY"]) == "Standup, later"
    assert other["RECURRENCE-ID"].dt.isoformat() == "2031-03-18T09:00:00+01:00"
    assert summary(send(ben, answer.content)) == {"components": 2, "created": 2}
    [mine], [theirs] = body(ann.get("/events/")), body(ben.get("/events/"))
    same = ("uid", "title", "start_time", "end_time", "timezone", "rrule", "recurrence_overrides", "tags")
    assert {name: mine[name] for name in same} == {name: theirs[name] for name in same}


def test_one_event_a_calendar_a_search(ann: Client, ben: Client) -> None:
    team = ann.create_calendar()["id"]
    one = ann.create(title="One", calendar_id=team)
    two = ann.create(title="Two", start_time="2031-04-01T09:00:00Z", end_time="2031-04-01T10:00:00Z")

    def titles(client: Client, **query: Any) -> list[str]:
        return [str(each["SUMMARY"]) for each in parsed(client.get("/export", **query))]

    assert titles(ann) == ["One", "Two"]
    assert titles(ann, event_id=two["id"]) == ["Two"]
    assert titles(ann, calendar_id=team) == ["One"]
    assert titles(ann, q="two", ordering="-title") == ["Two"]
    assert titles(ben) == []
    problem(ben.get("/export", event_id=one["id"]), 404, "not_found")
    problem(ben.get("/export", calendar_id=team), 404, "not_found")
    invalid(ann.get("/export", event_id=one["id"], q="x"), "q")
    ann.share(f"/events/{one['id']}", ben, role="viewer")
    assert titles(ben) == ["One"]
    answer = ann.get("/export", calendar_id=team)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="team.ics"'


def test_jscalendar(ann: Client) -> None:
    send(ann, calendar())
    answer = ann.get("/export", format="jscalendar")
    assert answer.headers["Content-Type"] == "application/jscalendar+json;type=group"
    group = answer.json()
    assert (group["@type"], [entry["@type"] for entry in group["entries"]]) == ("Group", ["Event"])
    [entry] = group["entries"]
    assert (entry["start"], entry["timeZone"], entry["duration"]) == (
        "2031-03-04T09:00:00",
        "Europe/Berlin",
        "PT45M",
    )
    assert entry["recurrenceRules"] == [{"@type": "RecurrenceRule", "frequency": "weekly", "count": 6}]
    assert set(entry["recurrenceOverrides"]) == {"2031-03-11T09:00:00", "2031-03-18T09:00:00"}


def test_others_are_answered_while_a_large_file_is_imported(ann: Client, ben: Client) -> None:
    data = calendar(
        "".join(event(str(number), f"203{number % 10}0310T{number % 24:02}0000Z") for number in range(1_500))
    )
    answers: list[Response] = []
    importing = threading.Thread(target=lambda: answers.append(send(ann, data)))
    importing.start()
    waits: list[float] = []
    while importing.is_alive():
        started = time.monotonic()
        ben.create(
            title="Meanwhile",
            start_time="2031-03-10T09:00:00Z",
            end_time="2031-03-10T10:00:00Z",
            status="cancelled",
        )
        body(ben.get("/events/"))
        waits.append(time.monotonic() - started)
    importing.join()
    assert summary(answers[0]) == {"components": 1_500, "created": 1_500}
    # Chunk by chunk others have their turn: had they to wait for the whole file, there would be one wait.
    assert len(waits) >= 5
    assert max(waits) < 5
