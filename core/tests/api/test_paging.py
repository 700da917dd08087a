"""Pages and cursors."""

import re
from datetime import UTC
from typing import Any

import pytest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from core.api.input import Query
from core.api.paging import Page, next_link, read_page


def following(response: Any) -> str:
    match = re.fullmatch('<(.+)>; rel="next"', response["Link"])
    assert match
    return match[1]


def test_links_lead_through_the_whole_list(client: Client) -> None:
    response = client.get("/paged?limit=4&step=1&skip=1")
    rows = response.json()
    while response.has_header("Link"):
        response = client.get(following(response))
        rows += response.json()
    assert rows == list(range(1, 10))


def test_a_link_repeats_the_filters_and_the_address(client: Client) -> None:
    response = client.get("/paged?limit=2&q=a%26b&tag=x&tag=y&skip=3", HTTP_HOST="localhost:8000")
    assert following(response).startswith("http://localhost:8000/paged?limit=2&q=a%26b&tag=x&tag=y&cursor=")


@pytest.mark.parametrize("change", ["&step=3", "&q=", "&step=2&step=2"])
def test_a_cursor_under_other_filters_is_a_422(client: Client, change: str) -> None:
    address = following(client.get("/paged?limit=2&step=2"))
    response = client.get(address + change)
    assert (response.status_code, response.json()["code"]) == (422, "cursor_mismatch")


def test_a_cursor_of_another_list_is_a_422(client: Client) -> None:
    address = following(client.get("/paged?limit=2")).replace("/paged", "/other")
    assert client.get(address).json()["code"] == "cursor_mismatch"


def test_a_cursor_holds_with_another_limit_order_and_slash(client: Client) -> None:
    address = following(client.get("/paged?limit=2&step=1&q=x"))
    cursor = address.partition("cursor=")[2]
    response = client.get(f"/paged/?q=x&limit=3&step=1&count=true&cursor={cursor}")
    assert (response.status_code, response.json()) == (200, [2, 3, 4])


@pytest.mark.parametrize(
    ("string", "faults"),
    [
        ("limit=0", [("limit", "min_value")]),
        ("limit=6", [("limit", "max_value")]),
        ("limit=x&skip=-1", [("limit", "invalid"), ("skip", "min_value")]),
        ("skip=9223372036854775808", [("skip", "max_value")]),
        ("cursor=", [("cursor", "invalid")]),
        ("cursor=AAAA", [("cursor", "invalid")]),
        ("cursor=%C3%A9%00", [("cursor", "invalid")]),
        ("cursor=" + "A" * 10000, [("cursor", "invalid")]),
    ],
)
def test_faults_are_named(client: Client, string: str, faults: list[tuple[str, str]]) -> None:
    response = client.get(f"/paged?{string}")
    assert response.status_code == 422
    assert [(each["field"], each["code"]) for each in response.json()["errors"]] == faults


def test_a_cursor_and_skip_exclude_each_other(client: Client) -> None:
    response = client.get(following(client.get("/paged?limit=2")) + "&skip=0")
    assert [each["field"] for each in response.json()["errors"]] == ["skip"]


def test_an_altered_cursor_is_no_cursor(client: Client) -> None:
    address = following(client.get("/paged?limit=2"))
    for position in range(-20, 0):
        other = "A" if address[position] != "A" else "B"
        altered = address[:position] + other + address[position:][1:]
        response = client.get(altered)
        # the last character may hold bits that stand for nothing
        assert response.status_code == 422 or position == -1


keys = st.lists(
    st.integers(-(2**63), 2**63 - 1)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.booleans()
    | st.none()
    | st.datetimes(timezones=st.just(UTC)),
    min_size=1,
    max_size=3,
)


@given(keys)
def test_a_cursor_gives_back_what_was_put_into_it(key: list[Any]) -> None:
    factory = RequestFactory()
    link = next_link(factory.get("/rows?a=1"), key)
    request = factory.get(link[len("<http://testserver") :].partition(">")[0])
    with Query(request) as query:
        assert read_page(request, query) == Page(100, 0, tuple(key))


def test_defaults() -> None:
    request = RequestFactory().get("/")
    with Query(request) as query:
        assert read_page(request, query, default=50) == Page(50, 0, None)
