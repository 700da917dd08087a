"""Feeds: addresses that other calendars subscribe to."""

import secrets
from typing import Any

import requests
from icalendar import Calendar

from contract.client import Client, hours
from contract.expect import ANY_INSTANT, ANY_TEXT, Anything, body, invalid, problem


def make(client: Client, **fields: Any) -> dict[str, Any]:
    """A new feed, with its address."""
    made: dict[str, Any] = body(client.post("/feeds/", {"name": "Phone", **fields}), 201)
    return made


def fetch(feed: dict[str, Any], **headers: str) -> requests.Response:
    """What another calendar gets, which knows nothing but the address."""
    return requests.get(feed["url"], headers=headers, timeout=60, allow_redirects=False)


def titles(feed: dict[str, Any]) -> list[str]:
    """The titles in the feed, as another program reads it."""
    answer = fetch(feed)
    assert answer.status_code == 200, answer.text
    return sorted(str(event["SUMMARY"]) for event in Calendar.from_ical(answer.content).walk("VEVENT"))


def test_the_address_is_told_once(ann: Client, ben: Client) -> None:
    made = make(ann)
    shown = {
        "id": Anything(int),
        "name": "Phone",
        "calendar_id": None,
        "busy_only": False,
        "created_at": ANY_INSTANT,
        "last_access_at": None,
    }
    assert made == {**shown, "url": ANY_TEXT}
    assert made["url"].startswith(f"{ann.server}/feeds/")
    assert body(ann.get("/feeds/")) == [{**shown, "id": made["id"]}]
    assert body(ben.get("/feeds/")) == []
    fetch(made)
    assert body(ann.get("/feeds/")) == [{**shown, "id": made["id"], "last_access_at": ANY_INSTANT}]


def test_a_repeated_request_is_told_the_same_address(ann: Client) -> None:
    headers = {"Idempotency-Key": secrets.token_hex(16)}
    first = ann.post("/feeds/", {"name": "Phone"}, headers=headers)
    again = ann.post("/feeds/", {"name": "Phone"}, headers=headers)
    assert (body(again, 201), again.headers["Idempotent-Replayed"]) == (body(first, 201), "true")
    assert titles(body(again, 201)) == []
    ann.delete(f"/feeds/{first.json()['id']}")
    problem(ann.post("/feeds/", {"name": "Phone"}, headers=headers), 404, "not_found")


def test_a_feed_shows_all_or_one_calendar(ann: Client, ben: Client) -> None:
    calendar = ann.create_calendar()["id"]
    ann.create(title="In the team", calendar_id=calendar)
    ann.create(title="My own", **hours(11, 12))
    everything, team = make(ann), make(ann, calendar_id=calendar)
    assert (titles(everything), titles(team)) == (["In the team", "My own"], ["In the team"])
    problem(ben.post("/feeds/", {"name": "Phone", "calendar_id": calendar}), 404, "not_found")
    ann.share(f"/calendars/{calendar}", ben, role="viewer")
    shared = make(ben, calendar_id=calendar)
    assert titles(shared) == ["In the team"]
    ann.delete(f"/calendars/{calendar}/permissions/{ben.id}")
    problem(fetch(shared), 404, "not_found")


def test_free_and_busy_only_says_when_and_nothing_else(ann: Client) -> None:
    ann.create(title="Secret", description="secret", location="secret", tags=["secret"])
    ann.create(title="Secret and free", transparency="transparent", **hours(11, 12))
    feed = make(ann, busy_only=True)
    assert titles(feed) == ["Busy"]
    assert "secret" not in fetch(feed).text.lower()


def test_a_calendar_that_asks_again_is_told_whether_anything_is_new(ann: Client) -> None:
    event = ann.create()
    feed = make(ann)
    first = fetch(feed)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Cache-Control"] == "private, max-age=300"
    assert "Set-Cookie" not in first.headers
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" in first.text
    tag, since = first.headers["ETag"], first.headers["Last-Modified"]
    for condition in ({"If-None-Match": tag}, {"If-Modified-Since": since}):
        again = fetch(feed, **condition)
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    ann.edit(event["id"], title="New")
    for condition in ({"If-None-Match": tag}, {"If-Modified-Since": since}):
        assert fetch(feed, **condition).status_code == 200
    assert titles(feed) == ["New"]
    ann.delete(f"/events/{event['id']}")
    assert titles(feed) == []


def test_a_revoked_feed_is_unknown(ann: Client, ben: Client) -> None:
    feed = make(ann)
    problem(ben.delete(f"/feeds/{feed['id']}"), 404, "not_found")
    assert ann.delete(f"/feeds/{feed['id']}").status_code == 204
    problem(fetch(feed), 404, "not_found")
    problem(fetch({"url": f"{ann.server}/feeds/made-up.ics"}), 404, "not_found")
    problem(ann.delete(f"/feeds/{feed['id']}"), 404, "not_found")
    assert body(ann.get("/feeds/")) == []


def test_every_fault_of_a_new_feed_is_named(ann: Client) -> None:
    invalid(ann.post("/feeds/", {"name": " ", "busy_only": "yes"}), "busy_only", "name")


def test_nobody_makes_feeds(anonymous: Client) -> None:
    problem(anonymous.get("/feeds/"), 401, "not_authenticated")
    problem(anonymous.post("/feeds/", {"name": "Phone"}), 401, "not_authenticated")
