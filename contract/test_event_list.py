"""GET /events/: what is listed, by which filters, in which order."""

from typing import Any

import pytest

from contract.client import Client, at, hours
from contract.expect import body, invalid


def titles(answer: Any) -> list[str]:
    return [event["title"] for event in body(answer)]


def test_list_holds_own_and_shared_events_by_start_then_id(ann: Client, ben: Client, cleo: Client) -> None:
    late = ann.create(title="late", **hours(15, 16))
    ann.create(title="early", **hours(8, 9))
    ben.create(title="secret", **hours(9, 10))
    shared = ben.create(title="shared", **hours(10, 11))
    same = ben.create(title="same", **hours(15, 16))
    ben.share(f"/events/{shared['id']}", ann, role="viewer")
    ben.share(f"/events/{same['id']}", ann, role="editor")
    calendar = cleo.create_calendar()
    cleo.share(f"/calendars/{calendar['id']}", ann, role="editor")
    cleo.create(title="team", calendar_id=calendar["id"], **hours(12, 13))
    cleo.create(title="private", **hours(13, 14))
    events = body(ann.get("/events/"))
    assert [(event["title"], event["my_role"]) for event in events] == [
        ("early", "owner"),
        ("shared", "viewer"),
        ("team", "editor"),
        ("late", "owner"),
        ("same", "editor"),
    ]
    assert events[3] == ann.event(late["id"])
    assert titles(ann.get("/events/", owned_only="true")) == ["early", "late"]
    assert titles(ann.get("/events/", owned_only="false")) == [event["title"] for event in events]
    assert titles(ann.get("/events/", role="viewer")) == ["shared"]
    assert titles(ann.get("/events/", role="editor")) == ["team", "same"]
    assert titles(ann.get("/events/", role="owner")) == ["early", "late"]
    assert titles(ann.get("/events/", calendar_id=calendar["id"])) == ["team"]
    assert titles(ann.get("/events/", calendar_id=999999999)) == []


def test_list_by_start_and_end(ann: Client) -> None:
    for name, start, end in (("a", 8, 9), ("b", 10, 12), ("c", 13, 14)):
        ann.create(title=name, **hours(start, end))
    assert titles(ann.get("/events/", start_date=at(10))) == ["b", "c"]
    assert titles(ann.get("/events/", start_date=at(10, 1))) == ["c"]
    assert titles(ann.get("/events/", end_date=at(12))) == ["a", "b"]
    assert titles(ann.get("/events/", end_date=at(11, 59))) == ["a"]
    assert titles(ann.get("/events/", start_date=at(9), end_date=at(13))) == ["b"]
    assert titles(ann.get("/events/", start_date="2031-03-10T12:00:00+02:00", end_date="2031-03-11")) == [
        "b",
        "c",
    ]


def test_list_by_any_occurrence_in_a_window(ann: Client) -> None:
    ann.create(title="once", **hours(8, 10))
    ann.create(title="daily", rrule="FREQ=DAILY", **hours(12, 13))
    ann.create(title="thrice", rrule="FREQ=WEEKLY;COUNT=3", **hours(15, 16))

    def window(after: str, before: str) -> list[str]:
        return titles(ann.get("/events/", **{"from": after, "to": before}))

    assert window(at(9), at(9, 30)) == ["once"]  # ongoing
    assert window(at(10), at(12)) == []  # half-open at both ends
    assert window(at(9, day=17), at(23, day=17)) == ["daily", "thrice"]
    assert window(at(9, day=18), at(23, day=18)) == ["daily"]
    assert window("2058-05-05T00:00:00Z", "2058-05-06T00:00:00Z") == ["daily"]  # far beyond any horizon
    assert titles(ann.get("/events/", **{"from": at(9, day=25)})) == ["daily"]
    assert titles(ann.get("/events/", to=at(12))) == ["once"]
    assert window("2031-03-01T00:00:00Z", at(8)) == []


def test_search_is_a_substring_in_any_case_of_title_description_location_or_tag(ann: Client) -> None:
    ann.create(title="Straße zum GLÜCK", **hours(1, 2))
    ann.create(title="b", description="Über 100% sicher_", **hours(2, 3))
    ann.create(title="c", location="Raum 7", **hours(3, 4))
    ann.create(title="d", tags=["Quartal"], **hours(4, 5))

    def found(words: str) -> list[str]:
        return titles(ann.get("/events/", q=words))

    assert found("glück") == ["Straße zum GLÜCK"]
    assert found("ZUM") == ["Straße zum GLÜCK"]
    assert found("ÜBER") == ["b"]
    assert found("100%") == ["b"]
    assert found("%") == ["b"]
    assert found("_") == ["b"]
    assert found("raum") == ["c"]
    assert found("quart") == ["d"]
    assert found("nowhere") == []


def test_list_by_status_and_change(ann: Client) -> None:
    ann.create(title="a", **hours(1, 2))
    ann.create(title="b", status="tentative", **hours(2, 3))
    last = ann.create(title="c", status="cancelled", **hours(3, 4))
    assert titles(ann.get("/events/", status="tentative")) == ["b"]
    assert titles(ann.get("/events/", updated_since=last["updated_at"])) == ["c"]
    assert titles(ann.get("/events/", updated_since="2020-01-01T00:00:00Z")) == ["a", "b", "c"]


def test_list_in_other_orders(ann: Client) -> None:
    for name, start in (("b", 3), ("a", 2), ("c", 1)):
        ann.create(title=name, **hours(start, start + 1))
    assert titles(ann.get("/events/")) == ["c", "a", "b"]
    assert titles(ann.get("/events/", ordering="start_time")) == ["c", "a", "b"]
    assert titles(ann.get("/events/", ordering="-start_time")) == ["b", "a", "c"]
    assert titles(ann.get("/events/", ordering="title")) == ["a", "b", "c"]
    assert titles(ann.get("/events/", ordering="-created_at")) == ["c", "a", "b"]
    assert titles(ann.get("/events/", ordering="updated_at")) == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("limit", value) for value in ("0", "101", "-1", "x", "", "1.5", "99999999999999999999")),
        *(("skip", value) for value in ("-1", "x")),
        *(("start_date", value) for value in ("yesterday", "2031-13-01T00:00:00Z", "")),
        ("end_date", "x"),
        ("from", "x"),
        ("to", "x"),
        ("updated_since", "x"),
        ("owned_only", "perhaps"),
        ("calendar_id", "x"),
        ("role", "king"),
        ("status", "gone"),
        ("ordering", "owner"),
        ("cursor", "nonsense"),
        ("count", "perhaps"),
        ("q", "x\u0000"),
    ],
)
def test_list_refuses_what_it_cannot_read(ann: Client, name: str, value: str) -> None:
    invalid(ann.get("/events/", **{name: value}), name)


def test_list_names_every_fault(ann: Client) -> None:
    invalid(ann.get("/events/", limit="0", role="king", start_date="x"), "limit", "role", "start_date")
