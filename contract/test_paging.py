"""Paging: limit with skip, or with the cursor of `Link`, which stays while rows are being added."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from contract.client import Client, at
from contract.expect import ANYTHING, body, invalid, problem


@pytest.fixture
def seven(ann: Client) -> Client:
    """Ann with seven events, numbered by their start; the third and the fourth start together."""
    starts = [1, 2, 3, 3, 5, 6, 7]
    events = [
        {
            "title": str(number),
            "start_time": at(start),
            "end_time": at(start, 30),
            "status": "tentative" if number % 2 else "confirmed",
        }
        for number, start in enumerate(starts)
    ]
    assert ann.post("/events/batch", {"events": events}, on_conflict="allow").status_code == 201
    return ann


def titles(answer: Any) -> str:
    return "".join(event["title"] for event in body(answer))


def following(client: Client, answer: Any) -> Any:
    """The answer to the address of `Link`."""
    address = answer.links["next"]["url"]
    assert address.startswith(f"{client.server}/api/v1/")
    return client.get(address.removeprefix(f"{client.server}/api/v1"))


def test_limit_with_skip(seven: Client) -> None:
    assert titles(seven.get("/events/", limit=3)) == "012"
    assert titles(seven.get("/events/", limit=3, skip=2)) == "234"
    assert titles(seven.get("/events/", skip=5)) == "56"
    assert titles(seven.get("/events/", skip=7)) == ""
    assert titles(seven.get("/events/", skip=2**62)) == ""
    assert titles(seven.get("/events/")) == "0123456"


def test_a_hundred_come_without_a_limit(ann: Client) -> None:
    for batch in range(3):
        events = [
            {
                "title": "x",
                "start_time": at(n % 24, day=1 + n // 24),
                "end_time": at(n % 24, 1, day=1 + n // 24),
            }
            for n in range(batch * 50, batch * 50 + (50 if batch < 2 else 1))
        ]
        assert ann.post("/events/batch", {"events": events}).status_code == 201
    first = ann.get("/events/")
    assert len(body(first)) == 100
    assert len(body(following(ann, first))) == 1


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 6, 7])
def test_the_cursor_leads_through_the_whole_list(seven: Client, limit: int) -> None:
    answer = seven.get("/events/", limit=limit)
    seen = titles(answer)
    while "Link" in answer.headers:
        answer = following(seven, answer)
        assert 1 <= len(body(answer)) <= limit
        seen += titles(answer)
    assert seen == "0123456"


def test_link_is_on_every_page_but_the_last(seven: Client) -> None:
    assert "Link" not in seven.get("/events/", limit=7).headers
    assert "Link" not in seven.get("/events/", limit=3, skip=4).headers
    skipped = seven.get("/events/", limit=2, skip=1)
    assert titles(following(seven, skipped)) == "34"


@pytest.mark.parametrize(
    "ordering", ["start_time", "-start_time", "title", "-title", "updated_at", "-created_at"]
)
def test_the_cursor_keeps_every_order(seven: Client, ordering: str) -> None:
    whole = titles(seven.get("/events/", ordering=ordering))
    answer = seven.get("/events/", ordering=ordering, limit=2)
    seen = titles(answer)
    while "Link" in answer.headers:
        answer = following(seven, answer)
        seen += titles(answer)
    assert seen == whole


def test_the_cursor_repeats_all_filters(seven: Client) -> None:
    answer = seven.get("/events/", limit=1, status="tentative", q="", start_date=at(2), owned_only="true")
    assert titles(answer) == "1"
    query = parse_qs(urlsplit(answer.links["next"]["url"]).query, keep_blank_values=True)
    assert {name: values for name, values in query.items() if name != "cursor"} == {
        "limit": ["1"],
        "status": ["tentative"],
        "q": [""],
        "start_date": [at(2)],
        "owned_only": ["true"],
    }
    assert titles(following(seven, answer)) == "3"


def test_the_cursor_is_stable_while_rows_are_added_and_taken_away(seven: Client) -> None:
    answer = seven.get("/events/", limit=3)
    assert titles(answer) == "012"
    first = body(answer)[0]
    seven.create(title="a", start_time=at(0), end_time=at(0, 30))  # before the page
    seven.delete(f"/events/{first['id']}")
    second = following(seven, answer)
    assert titles(second) == "345"
    seven.create(title="b", start_time=at(6, 30), end_time=at(6, 45))  # before the next
    assert titles(following(seven, second)) == "b6"


def test_the_limit_may_change_between_pages(seven: Client) -> None:
    cursor = parse_qs(urlsplit(seven.get("/events/", limit=2).links["next"]["url"]).query)["cursor"][0]
    assert titles(seven.get("/events/", limit=4, cursor=cursor)) == "2345"


@pytest.mark.parametrize(
    "other", [{"status": "tentative"}, {"q": "x"}, {"ordering": "title"}, {"owned_only": "true"}]
)
def test_a_cursor_under_other_filters_is_refused(seven: Client, other: dict[str, str]) -> None:
    cursor = parse_qs(urlsplit(seven.get("/events/", limit=2).links["next"]["url"]).query)["cursor"][0]
    problem(seven.get("/events/", cursor=cursor, **other), 422, "cursor_mismatch", errors=ANYTHING)


def test_a_cursor_of_another_list_is_refused(seven: Client) -> None:
    event = seven.create(title="z", start_time=at(20), end_time=at(21))
    seven.edit(event["id"], title="y")
    versions = seven.get(f"/events/{event['id']}/history", limit=1)
    cursor = parse_qs(urlsplit(versions.links["next"]["url"]).query)["cursor"][0]
    problem(seven.get("/events/", cursor=cursor), 422, "cursor_mismatch", errors=ANYTHING)
    refused = seven.get(f"/events/{event['id']}/changelog", cursor=cursor)
    problem(refused, 422, "cursor_mismatch", errors=ANYTHING)


def test_a_cursor_is_not_made_by_hand(seven: Client) -> None:
    cursor = parse_qs(urlsplit(seven.get("/events/", limit=2).links["next"]["url"]).query)["cursor"][0]
    for forged in ("", "x", cursor[:-4], cursor[::-1], f"{cursor}AAAA", "🎉", "a" * 5000):
        invalid(seven.get("/events/", cursor=forged), "cursor")
    invalid(seven.get("/events/", cursor=cursor, skip=1), "skip")


def test_a_cursor_shows_nobody_elses_rows(seven: Client, ben: Client) -> None:
    cursor = parse_qs(urlsplit(seven.get("/events/", limit=2).links["next"]["url"]).query)["cursor"][0]
    assert body(ben.get("/events/", limit=2, cursor=cursor)) == []


def test_the_total_comes_when_it_is_asked_for(seven: Client, ben: Client) -> None:
    assert "X-Total-Count" not in seven.get("/events/", limit=2).headers
    assert "X-Total-Count" not in seven.get("/events/", limit=2, count="false").headers
    assert seven.get("/events/", limit=2, count="true").headers["X-Total-Count"] == "7"
    assert seven.get("/events/", status="tentative", count="true").headers["X-Total-Count"] == "3"
    assert seven.get("/events/", skip=6, count="true").headers["X-Total-Count"] == "7"
    assert ben.get("/events/", count="true").headers["X-Total-Count"] == "0"
    page = following(seven, seven.get("/events/", limit=2, count="true"))
    assert page.headers["X-Total-Count"] == "7"
