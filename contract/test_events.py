"""Events: making, reading, listing and deleting them."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from contract.client import Client, at, hours, new_event
from contract.expect import ANY_INSTANT, ANY_TEXT, EVENT_KEYS, body, instant, invalid, problem

Person = Callable[..., Client]


def titles(answer: Any) -> list[str]:
    return [event["title"] for event in body(answer)]


# POST /


def test_create_answers_the_whole_event(ann: Client) -> None:
    answer = ann.post("/events/", new_event())
    event = body(answer, 201)
    assert event == {
        "id": event["id"],
        "title": "Planning",
        "description": None,
        "location": None,
        "start_time": "2031-03-10T09:00:00Z",
        "end_time": "2031-03-10T10:00:00Z",
        "is_recurring": False,
        "recurrence_type": "none",
        "recurrence_pattern": None,
        "owner_id": ann.id,
        "version": 1,
        "created_at": ANY_INSTANT,
        "updated_at": ANY_INSTANT,
        "uid": ANY_TEXT,
        "calendar_id": ann.default_calendar()["id"],
        "timezone": "UTC",
        "is_all_day": False,
        "rrule": None,
        "recurrence_overrides": {},
        "tags": [],
        "status": "confirmed",
        "transparency": "opaque",
        "recurrence_text": None,
        "split_from_id": None,
        "my_role": "owner",
    }
    assert set(event) == EVENT_KEYS
    assert isinstance(event["id"], int)
    assert answer.headers["Location"] == f"{ann.server}/api/v1/events/{event['id']}"
    assert answer.headers["ETag"] == f'"{event["id"]}-1"'
    assert body(ann.get(f"/events/{event['id']}")) == event


def test_create_takes_every_field(ann: Client) -> None:
    calendar = ann.create_calendar()
    uid = str(uuid4())
    sent = {
        "title": "  Design review ",
        "description": "Bring the new sketches.",
        "location": "Room 2",
        "start_time": "2031-03-10T09:00:00",
        "end_time": "2031-03-10T10:30:00",
        "timezone": "America/New_York",
        "is_recurring": True,
        "recurrence_type": "weekly",
        "recurrence_pattern": {"interval": 2, "count": 5, "by_weekday": ["MO"]},
        "recurrence_overrides": {"2031-03-24T09:00:00": {"excluded": True}},
        "tags": ["design", "review"],
        "status": "tentative",
        "transparency": "transparent",
        "calendar_id": calendar["id"],
        "uid": uid,
        "change_reason": "It was asked for",
    }
    event = body(ann.post("/events/", sent), 201)
    assert event == {
        **{name: value for name, value in sent.items() if name != "change_reason"},
        "id": event["id"],
        "title": "Design review",
        # New York has summer time from 9 March 2031 on
        "start_time": "2031-03-10T13:00:00Z",
        "end_time": "2031-03-10T14:30:00Z",
        "rrule": event["rrule"],
        "recurrence_pattern": event["recurrence_pattern"],
        "recurrence_text": "every 2 weeks on Monday at 09:00, 5 times, except on 24 March",
        "is_all_day": False,
        "owner_id": ann.id,
        "version": 1,
        "created_at": ANY_INSTANT,
        "updated_at": ANY_INSTANT,
        "split_from_id": None,
        "my_role": "owner",
    }
    assert set(event["rrule"].split(";")) == {"FREQ=WEEKLY", "INTERVAL=2", "COUNT=5", "BYDAY=MO"}
    pattern = event["recurrence_pattern"]
    assert {name: pattern[name] for name in ("interval", "count", "by_weekday")} == sent["recurrence_pattern"]


def test_what_only_the_server_sets_is_not_taken(ann: Client) -> None:
    event = ann.create(id=1, owner_id=1, version=9, created_at=at(1), my_role="viewer")
    assert (event["owner_id"], event["version"], event["my_role"]) == (ann.id, 1, "owner")
    assert instant(event["created_at"]).year != 2031


@pytest.mark.parametrize(
    ("rrule", "kind", "pattern"),
    [
        ("FREQ=DAILY", "daily", {"interval": 1}),
        ("FREQ=DAILY;INTERVAL=3;COUNT=4", "daily", {"interval": 3, "count": 4}),
        ("FREQ=WEEKLY;BYDAY=MO,WE", "weekly", {"interval": 1, "by_weekday": ["MO", "WE"]}),
        ("FREQ=MONTHLY;BYMONTHDAY=10", "monthly", {"interval": 1, "by_month_day": [10]}),
        (
            "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=10",
            "yearly",
            {"interval": 1, "by_month": [3], "by_month_day": [10]},
        ),
        ("FREQ=HOURLY;COUNT=3;INTERVAL=2", "hourly", {"interval": 2, "count": 3}),
    ],
)
def test_rrule_and_pattern_are_two_spellings_of_one_rule(
    ann: Client, rrule: str, kind: str, pattern: dict[str, Any]
) -> None:
    by_rule = ann.create(rrule=rrule, transparency="transparent")
    by_pattern = ann.create(recurrence_type=kind, recurrence_pattern=pattern, transparency="transparent")
    assert set(by_rule["rrule"].split(";")) == set(rrule.split(";"))
    for name in ("is_recurring", "recurrence_type", "recurrence_pattern", "rrule"):
        assert by_rule[name] == by_pattern[name]
    assert (by_rule["is_recurring"], by_rule["recurrence_type"]) == (True, kind)


def test_what_a_pattern_cannot_spell_shows_as_null(ann: Client) -> None:
    event = ann.create(rrule="FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO")
    assert (event["is_recurring"], event["recurrence_type"], event["recurrence_pattern"]) == (
        True,
        "yearly",
        None,
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"recurrence_type": "none"},
        {"recurrence_type": "none", "recurrence_pattern": {}},
        {"recurrence_type": None, "recurrence_pattern": None},
        {"is_recurring": False, "recurrence_type": "none", "recurrence_pattern": None},
    ],
)
def test_the_type_none_is_that_of_an_event_which_does_not_recur(ann: Client, fields: dict[str, Any]) -> None:
    single = ann.create(transparency="transparent", **fields)
    series = ann.create(transparency="transparent", recurrence_type="weekly")
    for event in (single, ann.edit(series["id"], **fields)):
        assert (event["is_recurring"], event["recurrence_type"], event["recurrence_pattern"]) == (
            False,
            "none",
            None,
        )


def test_an_unknown_key_of_a_pattern_is_refused_and_the_known_ones_named(ann: Client) -> None:
    refused = ann.post("/events/", new_event(recurrence_type="daily", recurrence_pattern={"every": 2}))
    document = invalid(refused, "recurrence_pattern.every")
    for known in (
        *("interval", "count", "until", "weekdays_only", "by_weekday", "by_month_day", "by_month"),
        "by_set_position",
    ):
        assert known in document["errors"][0]["message"]


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "nonsense", "FREQ=DAILY;COUNT=0"]
)
def test_rules_that_are_wrong_or_too_many_are_refused(ann: Client, rule: str) -> None:
    invalid(ann.post("/events/", new_event(rrule=rule)), "rrule")


def test_all_day_events_take_and_show_dates_with_an_exclusive_end(ann: Client) -> None:
    event = ann.create(start_time="2031-03-10", end_time="2031-03-12")
    shown = (event["is_all_day"], event["start_time"], event["end_time"], event["transparency"])
    assert shown == (True, "2031-03-10", "2031-03-12", "transparent")
    invalid(ann.post("/events/", new_event(start_time="2031-03-10", end_time="2031-03-10")), "end_time")


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("2031-03-10T09:00:00Z", "2031-03-10T09:00:00Z"),
        ("2031-03-10T09:00:00+02:00", "2031-03-10T07:00:00Z"),
        ("2031-03-10T09:00:00-05:30", "2031-03-10T14:30:00Z"),
        # Berlin: winter, summer, the hour that is missing, and the hour that comes twice
        ("2031-03-10T09:00:00", "2031-03-10T08:00:00Z"),
        ("2031-07-10T09:00:00", "2031-07-10T07:00:00Z"),
        ("2031-03-30T02:30:00", "2031-03-30T01:30:00Z"),
        ("2031-10-26T02:30:00", "2031-10-26T00:30:00Z"),
    ],
)
def test_instants_are_answered_in_utc(ann: Client, sent: str, stored: str) -> None:
    event = ann.create(start_time=sent, end_time="2031-12-01T00:00:00Z", timezone="Europe/Berlin")
    assert event["start_time"] == stored


def test_a_naive_time_is_read_in_the_events_zone_else_in_the_users(ann: Client) -> None:
    body(ann.patch("/auth/me", {"timezone": "Asia/Tokyo"}))
    naive = {"start_time": "2031-03-10T09:00:00", "end_time": "2031-03-10T10:00:00"}
    event = ann.create(**naive)
    assert (event["timezone"], event["start_time"]) == ("Asia/Tokyo", "2031-03-10T00:00:00Z")
    event = ann.create(**naive, timezone="Europe/Berlin")
    assert (event["timezone"], event["start_time"]) == ("Europe/Berlin", "2031-03-10T08:00:00Z")


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ({"title": ""}, ["title"]),
        ({"title": "   "}, ["title"]),
        ({"title": "x" * 201}, ["title"]),
        ({"title": None}, ["title"]),
        ({"title": 7}, ["title"]),
        ({"location": "x" * 501}, ["location"]),
        ({"end_time": at(9)}, ["end_time"]),
        ({"end_time": at(8)}, ["end_time"]),
        ({"start_time": "yesterday"}, ["start_time"]),
        ({"start_time": 1931, "end_time": None}, ["start_time", "end_time"]),
        ({"timezone": "Mars/Olympus"}, ["timezone"]),
        ({"recurrence_type": "fortnightly"}, ["recurrence_type"]),
        ({"status": "maybe"}, ["status"]),
        ({"transparency": "glass"}, ["transparency"]),
        ({"tags": "design"}, ["tags"]),
        ({"is_all_day": "yes"}, ["is_all_day"]),
        ({"calendar_id": 2**62}, ["calendar_id"]),
        ({"recurrence_overrides": []}, ["recurrence_overrides"]),
        ({"title": "", "location": "x" * 501, "end_time": at(8)}, ["title", "location", "end_time"]),
        ({"title": "nul \u0000"}, ["title"]),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, list) else None,
)
def test_create_names_every_fault_and_writes_nothing(
    ann: Client, fields: dict[str, Any], faulty: list[str]
) -> None:
    invalid(ann.post("/events/", new_event(**fields)), *faulty)
    assert body(ann.get("/events/")) == []


def test_create_names_everything_that_is_missing(ann: Client) -> None:
    invalid(ann.post("/events/", {}), "title", "start_time", "end_time")


def test_the_longest_texts_are_taken(ann: Client) -> None:
    event = ann.create(title=" " + "ü" * 200 + " ", location="x" * 500)
    assert (event["title"], event["location"]) == ("ü" * 200, "x" * 500)


def test_a_uid_is_unique_in_a_calendar(ann: Client) -> None:
    event = ann.create()
    taken = ann.post("/events/", new_event(**hours(12, 13), uid=event["uid"]))
    invalid(taken, "uid")
    other = ann.create(**hours(12, 13), uid=event["uid"], calendar_id=ann.create_calendar()["id"])
    assert other["uid"] == event["uid"]
    moved = ann.patch(f"/events/{other['id']}", {"calendar_id": event["calendar_id"]})
    invalid(moved, "uid")
    assert ann.event(other["id"]) == other


def test_editors_of_a_calendar_create_in_it_for_its_owner(ann: Client, ben: Client, cleo: Client) -> None:
    calendar = ann.create_calendar()
    ann.share(f"/calendars/{calendar['id']}", ben, role="editor")
    ann.share(f"/calendars/{calendar['id']}", cleo, role="viewer")
    event = ben.create(calendar_id=calendar["id"])
    assert (event["owner_id"], event["my_role"]) == (ann.id, "editor")
    assert ann.event(event["id"])["my_role"] == "owner"
    invalid(cleo.post("/events/", new_event(calendar_id=calendar["id"])), "calendar_id")
    invalid(ben.post("/events/", new_event(calendar_id=cleo.default_calendar()["id"])), "calendar_id")


# GET /{id}


def test_get_answers_304_to_who_has_this_version(ann: Client) -> None:
    event = ann.create()
    tag = f'"{event["id"]}-1"'
    for header in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = ann.get(f"/events/{event['id']}", headers={"If-None-Match": header})
        assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag)
        assert answer.headers["Vary"] == "Authorization, Cookie"
        assert "Content-Type" not in answer.headers
    for header in (f'"{event["id"]}-2"', '"other"', "nonsense"):
        assert body(ann.get(f"/events/{event['id']}", headers={"If-None-Match": header})) == event


def test_every_answer_that_holds_one_event_has_its_tag(ann: Client) -> None:
    made = ann.post("/events/", new_event())
    event_id = body(made, 201)["id"]
    answers = {
        "1 POST": made,
        "1 GET": ann.get(f"/events/{event_id}"),
        "2 PUT": ann.put(f"/events/{event_id}", {"title": "Second"}),
        "3 PATCH": ann.patch(f"/events/{event_id}", {"title": "Third"}),
        "4 rollback": ann.post(f"/events/{event_id}/rollback/1"),
    }
    for name, answer in answers.items():
        assert answer.headers["ETag"] == f'"{event_id}-{name[0]}"', name
        assert answer.headers["Vary"] == "Authorization, Cookie"


def test_get_of_what_is_not_there_or_not_for_the_caller_is_one_and_the_same_404(
    ann: Client, ben: Client
) -> None:
    event = ann.create()
    unknown = problem(ben.get("/events/999999999"), 404, "not_found")
    assert problem(ben.get(f"/events/{event['id']}"), 404, "not_found") == unknown
    problem(ann.get(f"/events/{2**70}"), 404, "not_found")


# DELETE /{id}


def test_delete_puts_an_event_into_the_trash(ann: Client) -> None:
    event = ann.create()
    answer = ann.delete(f"/events/{event['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    problem(ann.get(f"/events/{event['id']}"), 404, "not_found")
    problem(ann.delete(f"/events/{event['id']}"), 404, "not_found")
    problem(ann.patch(f"/events/{event['id']}", {"title": "X"}), 404, "not_found")
    assert body(ann.get("/events/")) == []
    assert ann.create(uid=event["uid"])["id"] != event["id"]  # the time and the uid are free again


def test_only_owners_delete(ann: Client, ben: Client, cleo: Client) -> None:
    event = ann.create()
    path = f"/events/{event['id']}"
    problem(ben.delete(path), 404, "not_found")
    for role in ("viewer", "editor"):
        ann.share(path, ben, role=role)
        problem(ben.delete(path), 403, "forbidden", "Only owners can delete events")
    assert ann.event(event["id"]) == event
    ann.share(path, cleo, role="owner")
    assert cleo.delete(path).status_code == 204


def test_delete_heeds_if_match(ann: Client) -> None:
    event = ann.create()
    ann.edit(event["id"], title="Changed")
    path = f"/events/{event['id']}"
    stale = ann.delete(path, headers={"If-Match": f'"{event["id"]}-1"'})
    problem(stale, 412, "stale_version", current_version=2)
    assert ann.event(event["id"])["version"] == 2
    assert ann.delete(path, headers={"If-Match": f'W/"{event["id"]}-2"'}).status_code == 204


# GET /


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
