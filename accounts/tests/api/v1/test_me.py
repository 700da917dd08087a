"""GET and PATCH /api/v1/auth/me, POST /api/v1/auth/password."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.factories import PASSWORD
from accounts.models import User
from accounts.tests.api_client import ApiClient, faults, problem
from journal.models import Entry


def written() -> list[tuple[str, str]]:
    return list(
        Entry.objects.filter(calendar_id=0)
        .exclude(verb="logged_in")
        .values_list("verb", "summary")
        .order_by("id")
    )


def test_an_edit_answers_the_account_as_it_is_then(client: ApiClient, ada: User) -> None:
    client.log_in("ada")
    changes = {"full_name": "Countess", "timezone": "Europe/London"}
    answer = client.call("PATCH", "me", changes)
    expected = {
        "id": ada.pk,
        "username": "Ada",
        "email": "Ada@example.org",
        "full_name": "Countess",
        "role": "user",
        "is_active": True,
        "timezone": "Europe/London",
        "free_busy_visibility": "shared",
    }
    assert (answer.status_code, answer.json()) == (200, expected)
    assert client.call("GET", "me").json() == expected
    assert written() == [("profile_updated", "full_name, timezone")]


def test_a_name_can_be_taken_back(client: ApiClient, ada: User) -> None:
    client.log_in("ada")
    assert client.call("PATCH", "me", {"full_name": None}).json()["full_name"] is None


@pytest.mark.parametrize("body", [{}, {"full_name": "Ada Lovelace", "timezone": "UTC"}, {"username": "eve"}])
def test_an_edit_that_changes_nothing_writes_nothing(
    client: ApiClient, ada: User, body: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.log_in("ada")
    with django_assert_num_queries(2):
        answer = client.call("PATCH", "me", body)
    assert (answer.status_code, answer.json()["username"]) == (200, "Ada")
    assert written() == []


def test_a_new_email_needs_the_password(client: ApiClient, ada: User) -> None:
    client.log_in("ada")
    new = {"email": "Countess@Example.org"}
    assert faults(client.call("PATCH", "me", new)) == [("password", "required")]
    assert faults(client.call("PATCH", "me", {**new, "password": "wrong"})) == [("password", "incorrect")]
    assert written() == []
    answer = client.call("PATCH", "me", {**new, "password": PASSWORD})
    assert (answer.status_code, answer.json()["email"]) == (200, "Countess@example.org")
    assert written() == [("profile_updated", "email")]


def test_an_email_of_another_is_refused(client: ApiClient, ada: User, grace: User) -> None:
    client.log_in("ada")
    answer = client.call("PATCH", "me", {"email": "GRACE@example.org", "password": PASSWORD})
    assert problem(answer) == (400, "email_taken", "Email already registered")
    assert client.call("GET", "me").json()["email"] == "Ada@example.org"


def test_ones_own_email_may_change_its_case(client: ApiClient, ada: User) -> None:
    client.log_in("ada")
    answer = client.call("PATCH", "me", {"email": "ada@example.org", "password": PASSWORD})
    assert answer.json()["email"] == "ada@example.org"


def test_every_fault_of_an_edit_is_named(client: ApiClient, ada: User) -> None:
    client.log_in("ada")
    body = {"full_name": "x" * 151, "timezone": "Mars/Olympus", "email": "nobody", "password": 7}
    assert faults(client.call("PATCH", "me", body)) == [
        ("full_name", "max_length"),
        ("timezone", "invalid_timezone"),
        ("email", "invalid"),
        ("password", "invalid"),
    ]
    assert faults(client.call("PATCH", "me", {"timezone": "../../etc/passwd"})) == [
        ("timezone", "invalid_timezone")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "me"), ("PATCH", "me"), ("POST", "password"), ("POST", "logout")]
)
def test_nobody_has_no_account(client: ApiClient, method: str, path: str) -> None:
    assert problem(client.call(method, path, {})) == (
        401,
        "not_authenticated",
        "Authentication credentials were not provided.",
    )


def test_a_new_password_ends_all_other_sessions(
    client: ApiClient, other_client: ApiClient, ada: User
) -> None:
    tokens = client.log_in("ada")
    other_client.log_in("ada")
    body = {"current_password": PASSWORD, "new_password": "a better passphrase"}
    answer = client.call("POST", "password", body)
    assert (answer.status_code, answer.json()) == (200, {"message": "Password updated successfully"})
    assert client.call("GET", "me").status_code == 200
    assert problem(other_client.call("GET", "me"))[0] == 401
    assert client.call("POST", "refresh", {"refresh_token": tokens["refresh_token"]}).status_code == 200
    assert written() == [("password_changed", "1 other sessions ended")]
    assert other_client.log_in("ada", "a better passphrase")["user_id"] == ada.pk
    old = ApiClient().call("POST", "login", {"username": "ada", "password": PASSWORD})
    assert problem(old)[:2] == (401, "incorrect_credentials")


def test_a_password_change_needs_the_present_one(client: ApiClient, ada: User) -> None:
    client.log_in("ada")
    body = {"current_password": "wrong", "new_password": "a better passphrase"}
    assert problem(client.call("POST", "password", body)) == (401, "incorrect_password", "Incorrect password")
    assert faults(client.call("POST", "password", {"new_password": "password"})) == [
        ("current_password", "required"),
        ("new_password", "password_too_common"),
    ]
    assert written() == []
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_who_may_learn_when_one_is_busy_is_ones_own_choice(client: ApiClient, ada: User) -> None:
    client.log_in("ada")
    for choice in ("nobody", "everyone", "shared"):
        answer = client.call("PATCH", "me", {"free_busy_visibility": choice})
        assert (answer.status_code, answer.json()["free_busy_visibility"]) == (200, choice)
        ada.refresh_from_db()
        assert ada.free_busy_visibility == choice
    assert faults(client.call("PATCH", "me", {"free_busy_visibility": "friends"})) == [
        ("free_busy_visibility", "invalid_choice")
    ]
