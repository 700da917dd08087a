"""POST /api/v1/auth/register."""

from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import Session, User
from accounts.tests.api_client import ApiClient, faults, problem
from journal.models import Entry

NEW = {"username": "new.user", "email": "New@Example.org", "password": "a good passphrase"}


@pytest.mark.django_db
def test_a_registration_answers_tokens_that_work(client: ApiClient) -> None:
    answer = client.call("POST", "register", {**NEW, "full_name": " Nell Newman "}, **{"User-Agent": "phone"})
    user = User.objects.get()
    body = answer.json()
    assert answer.status_code == 201
    assert body == {
        "access_token": body["access_token"],
        "refresh_token": body["refresh_token"],
        "token_type": "bearer",
        "expires_in": 1800,
        "user_id": user.pk,
        "username": "new.user",
        "role": "user",
    }
    assert answer["Cache-Control"] == "no-store"
    client.token = body["access_token"]
    assert client.call("GET", "me").json() == {
        "id": user.pk,
        "username": "new.user",
        "email": "New@example.org",
        "full_name": "Nell Newman",
        "role": "user",
        "is_active": True,
        "timezone": "UTC",
        "free_busy_visibility": "shared",
    }
    session = Session.objects.get()
    assert (session.user_id, session.kind, session.device, session.address) == (
        user.pk,
        "api",
        "phone",
        "127.0.0.1",
    )


@pytest.mark.django_db
def test_a_registration_is_in_the_journal_without_secrets(client: ApiClient) -> None:
    client.call("POST", "register", NEW)
    user, session = User.objects.get(), Session.objects.get()
    assert list(
        Entry.objects.filter(calendar_id=0).values_list(
            "verb", "actor_id", "source", "subject_kind", "subject_id", "calendar_id", "payload"
        )
    ) == [
        ("registered", user.pk, "api", "user", user.pk, 0, {"username": "new.user"}),
        (
            "logged_in",
            user.pk,
            "api",
            "session",
            session.pk,
            0,
            {"device": "", "address": "127.0.0.1"},
        ),
    ]


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ({"username": "ADA"}, (400, "username_taken", "Username already registered")),
        ({"email": "ada@EXAMPLE.org"}, (400, "email_taken", "Email already registered")),
    ],
)
def test_a_name_or_email_that_is_taken_in_any_case_is_refused(
    client: ApiClient, ada: User, taken: dict[str, str], expected: tuple[int, str, str]
) -> None:
    assert problem(client.call("POST", "register", {**NEW, **taken})) == expected
    assert list(User.objects.all()) == [ada]
    assert Entry.objects.filter(calendar_id=0).count() == 0


def test_both_taken_are_both_named(client: ApiClient, ada: User) -> None:
    answer = client.call("POST", "register", {**NEW, "username": "ada", "email": "ada@example.org"})
    assert problem(answer) == (400, "username_taken", "Username already registered")
    assert [fault["field"] for fault in answer.json()["errors"]] == ["username", "email"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"username": "ab"}, [("username", "min_length")]),
        ({"username": "a" * 51}, [("username", "max_length")]),
        ({"username": "ada@home"}, [("username", "invalid")]),
        ({"username": "ada\n"}, []),
        ({"username": "adä"}, [("username", "invalid")]),
        ({"username": None}, [("username", "null")]),
        ({"username": ["ada"]}, [("username", "invalid")]),
        ({"email": "nobody"}, [("email", "invalid")]),
        ({"email": "a" * 250 + "@example.org"}, [("email", "max_length")]),
        ({"password": "short 1"}, [("password", "password_too_short")]),
        ({"password": "password1"}, [("password", "password_too_common")]),
        ({"password": "12345"}, [("password", "password_too_short"), ("password", "password_too_common")]),
        ({"password": "x" * 1025}, [("password", "max_length")]),
        ({"password": "null\0character"}, [("password", "null_characters_not_allowed")]),
        ({"full_name": "x" * 151}, [("full_name", "max_length")]),
        (
            {"username": "a b", "email": "", "password": "1"},
            [
                ("username", "invalid"),
                ("email", "blank"),
                ("password", "password_too_short"),
                ("password", "password_too_common"),
            ],
        ),
    ],
)
def test_every_fault_is_named(
    client: ApiClient, wrong: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    answer = client.call("POST", "register", {**NEW, **wrong})
    if expected:
        assert faults(answer) == expected
        assert User.objects.count() == 0
    else:
        assert answer.status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", [b"[]", b"null", b'"x"', b"7", b"{}", b"", b'{"username": "\\ud800"}'], ids=repr
)
def test_what_is_no_registration_is_a_422(client: ApiClient, body: bytes) -> None:
    answer = client.call("POST", "register", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


@pytest.mark.django_db
def test_neither_role_nor_activity_can_be_chosen(client: ApiClient) -> None:
    client.call("POST", "register", {**NEW, "role": "admin", "is_staff": True, "is_superuser": True})
    user = User.objects.get()
    assert (user.role, user.is_staff, user.is_superuser) == ("user", False, False)


@pytest.mark.django_db
def test_registrations_are_limited_by_address(client: ApiClient, settings: Settings) -> None:
    settings.RATE_LIMIT_REGISTER = "2/m"
    statuses = [client.call("POST", "register", {}).status_code for _ in range(3)]
    assert statuses == [422, 422, 429]
    answer = client.call("POST", "register", {})
    assert problem(answer)[:2] == (429, "too_many_requests")
    assert 1 <= int(answer["Retry-After"]) <= 60
    elsewhere = client.generic("POST", "/api/v1/auth/register", b"{}", REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code in (415, 422)
