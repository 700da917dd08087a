"""Sharing, as the wire has it."""

from typing import Any

import pytest

from journal.models import IdempotencyClaim
from sharing.tests.api.v1.client import UNKNOWN, SignIn, base, faults, id_of, problem
from sharing.tests.conftest import Cast
from sharing.tests.written import everything


@pytest.mark.parametrize("slash", ["", "/"])
def test_share(cast: Cast, prefix: str, slash: str, sign_in: SignIn) -> None:
    body = {
        "users": [
            {"user_id": cast.newcomer.pk, "permission_level": "editor"},
            {"username": "STRANGER", "role": "viewer"},
        ]
    }

    answer = sign_in(cast.owner).call("POST", f"{base(cast, prefix)}/share{slash}", body)

    assert answer.status_code == 201
    assert answer.json() == {
        **id_of(cast, prefix),
        "shared_with": [
            {"user_id": cast.newcomer.pk, "permission_level": "editor", "status": "granted"},
            {"user_id": cast.stranger.pk, "permission_level": "viewer", "status": "granted"},
        ],
        "message": f"{'Calendar' if prefix == 'calendars' else 'Event'} sharing completed",
    }


def test_share_with_unknown_users(cast: Cast, prefix: str, sign_in: SignIn) -> None:
    before = everything()
    body = {"users": [{"user_id": cast.newcomer.pk, "role": "viewer"}, {"user_id": 99_999, "role": "viewer"}]}

    answer = sign_in(cast.creator).call("POST", f"{base(cast, prefix)}/share", body)

    assert problem(answer) == (400, "users_not_found", "Users not found: [99999]")
    assert everything() == before


def test_share_with_the_creator(cast: Cast, prefix: str, sign_in: SignIn) -> None:
    before = everything()
    body = {"users": [{"user_id": cast.creator.pk, "permission_level": "viewer"}]}

    answer = sign_in(cast.owner).call("POST", f"{base(cast, prefix)}/share", body)

    assert problem(answer) == (400, "owner_is_fixed", "Cannot modify owner's permissions")
    assert everything() == before


USER = {"user_id": 1, "permission_level": "viewer"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, [("users", "required")]),
        ({"users": None}, [("users", "null")]),
        ({"users": {}}, [("users", "not_a_list")]),
        ({"users": []}, [("users", "min_length")]),
        ({"users": [USER] * 51}, [("users", "max_length")]),
        ({"users": [7]}, [("users.0", "invalid")]),
        ({"users": [{}]}, [("users.0.user_id", "one_required"), ("users.0.permission_level", "required")]),
        ({"users": [{"permission_level": "viewer"}]}, [("users.0.user_id", "one_required")]),
        ({"users": [{**USER, "username": "bob"}]}, [("users.0.user_id", "one_required")]),
        ({"users": [{"user_id": 1}]}, [("users.0.permission_level", "required")]),
        ({"users": [{**USER, "role": "owner"}]}, [("users.0.role", "contradiction")]),
        ({"users": [USER, {"user_id": 2, "role": "admin"}]}, [("users.1.role", "invalid_choice")]),
        ({"users": [{"user_id": "1", "role": "viewer"}]}, [("users.0.user_id", "invalid")]),
        ({"users": [{"user_id": True, "role": "viewer"}]}, [("users.0.user_id", "invalid")]),
        ({"users": [{"user_id": 2**63, "role": "viewer"}]}, [("users.0.user_id", "max_value")]),
        ({"users": [{"username": "", "role": "viewer"}]}, [("users.0.username", "blank")]),
        (
            {"users": [{"username": 5, "role": ["viewer"]}]},
            [("users.0.username", "invalid"), ("users.0.role", "invalid_choice")],
        ),
        (
            {"users": [{"username": "bo\0b", "role": "viewer"}]},
            [("users.0.username", "null_characters_not_allowed")],
        ),
        ([], [("", "invalid")]),
    ],
)
def test_share_refuses_what_means_nothing(
    cast: Cast, sign_in: SignIn, body: Any, expected: list[tuple[str, str]]
) -> None:
    before = everything()

    answer = sign_in(cast.creator).call("POST", f"events/{cast.event.pk}/share", body)

    assert faults(answer) == expected
    assert everything() == before


def test_the_same_person_twice(cast: Cast, sign_in: SignIn) -> None:
    body = {
        "users": [{"user_id": cast.newcomer.pk, "role": "viewer"}, {"username": "newcomer", "role": "owner"}]
    }

    answer = sign_in(cast.creator).call("POST", f"events/{cast.event.pk}/share", body)

    assert faults(answer) == [("users.0", "duplicate"), ("users.1", "duplicate")]


def test_names_that_are_null_are_not_given(cast: Cast, sign_in: SignIn) -> None:
    body = {"users": [{"user_id": cast.newcomer.pk, "username": None, "email": None, "role": "viewer"}]}

    assert sign_in(cast.creator).call("POST", f"events/{cast.event.pk}/share", body).status_code == 201


def test_a_repeated_share_gets_the_first_answer(cast: Cast, prefix: str, sign_in: SignIn) -> None:
    client, path = sign_in(cast.owner), f"{base(cast, prefix)}/share"
    body = {"users": [{"user_id": cast.owner.pk, "role": "viewer"}]}

    first = client.call("POST", path, body, **{"Idempotency-Key": "k1"})
    after = everything()
    again = client.call("POST", path, body, **{"Idempotency-Key": "k1"})

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (first.has_header("Idempotent-Replayed"), again["Idempotent-Replayed"]) == (False, "true")
    assert everything() == after

    other = {"users": [{"user_id": cast.newcomer.pk, "role": "viewer"}]}
    assert client.call("POST", path, other, **{"Idempotency-Key": "k1"}).status_code == 422
    assert everything() == after


def test_a_refused_share_leaves_no_claim(cast: Cast, sign_in: SignIn) -> None:
    body = {"users": [{"user_id": UNKNOWN, "role": "viewer"}]}

    answer = sign_in(cast.owner).call(
        "POST", f"events/{cast.event.pk}/share", body, **{"Idempotency-Key": "k1"}
    )

    assert (answer.status_code, IdempotencyClaim.objects.count()) == (400, 0)
