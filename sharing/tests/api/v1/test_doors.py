"""What the calls have in common, and the search for people."""

from typing import Any

import pytest

from accounts.factories import make_user
from sharing.tests.api.v1.client import UNKNOWN, Api, SignIn, base, faults, problem
from sharing.tests.conftest import Cast
from sharing.tests.written import everything


@pytest.mark.parametrize("who", ["stranger", "viewer", "editor"])
@pytest.mark.parametrize(
    ("method", "path", "bodies"),
    [
        (
            "POST",
            "share",
            [
                {"users": [{"user_id": UNKNOWN, "role": "viewer"}]},
                {"users": []},
                b"{",
                {"users": [{"user_id": 1, "role": "viewer"}] * 2},
            ],
        ),
        ("PUT", f"permissions/{UNKNOWN}", [{"role": "viewer"}, {}, b"[["]),
        ("DELETE", f"permissions/{UNKNOWN}", [None]),
    ],
)
def test_who_may_not_do_it_learns_nothing_else(
    cast: Cast, prefix: str, sign_in: SignIn, who: str, method: str, path: str, bodies: list[Any]
) -> None:
    before, thing = everything(), "calendar" if prefix == "calendars" else "event"
    expected = (
        (404, "not_found", f"{thing.capitalize()} not found")
        if who == "stranger"
        else (403, "forbidden", f"Only owners can share {thing}s")
    )

    for body in bodies:
        answer = sign_in(getattr(cast, who)).call(method, f"{base(cast, prefix)}/{path}", body)
        assert problem(answer) == expected
    assert everything() == before


def test_find_users(cast: Cast, sign_in: SignIn) -> None:
    make_user(username="nameless", full_name="")

    client = sign_in(cast.creator)

    assert client.call("GET", "users/?q=newc").json() == [
        {"id": cast.newcomer.pk, "username": "newcomer", "full_name": "The Newcomer"}
    ]
    assert client.call("GET", "users?q=newcomer@example.org").json()[0]["username"] == "newcomer"
    assert [user["full_name"] for user in client.call("GET", "users/?q=nameless").json()] == [None]
    for query in ("", "?q=", "?q=ne", "?q=%20%20ne%20"):
        assert faults(client.call("GET", f"users/{query}")) == [("q", "min_length")]
    assert faults(client.call("GET", "users/?q=" + "x" * 255)) == [("q", "max_length")]
    assert faults(client.call("GET", "users/?q=ab%00c")) == [("q", "null_characters_not_allowed")]


def test_nobody_is_asked_to_sign_in(cast: Cast) -> None:
    before, base_path = everything(), f"events/{cast.event.pk}"

    for method, path in (
        ("POST", f"{base_path}/share"),
        ("GET", f"{base_path}/permissions"),
        ("PUT", f"{base_path}/permissions/{cast.viewer.pk}"),
        ("DELETE", f"{base_path}/permissions/{cast.viewer.pk}"),
        ("GET", f"{base_path}/collaborators"),
        ("POST", f"{base_path}/transfer"),
        ("GET", "users/?q=creator"),
    ):
        answer = Api().call(method, path)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert everything() == before


def test_methods_that_there_are_not(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.creator)

    assert client.call("GET", f"events/{cast.event.pk}/share").status_code == 405
    assert client.call("PATCH", f"events/{cast.event.pk}/permissions/{cast.viewer.pk}").status_code == 405
    assert client.call("POST", f"calendars/{cast.calendar.pk}/transfer").status_code == 404
