"""POST /api/v1/auth/login."""

from unittest.mock import patch

import pytest
from django.contrib.auth import hashers
from django.db import connection
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.factories import PASSWORD, make_user
from accounts.models import Session, User
from accounts.tests.api_client import ApiClient, faults, problem
from journal.models import Entry

INCORRECT = (401, "incorrect_credentials", "Incorrect username/email or password")


@pytest.mark.parametrize("login", ["Ada", "ada", "ADA", "Ada@example.org", "ADA@EXAMPLE.ORG", " ada "])
def test_name_or_email_in_any_case_logs_in(client: ApiClient, ada: User, login: str) -> None:
    answer = client.call("POST", "login", {"username": login, "password": PASSWORD})
    body = answer.json()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert body == {
        "access_token": body["access_token"],
        "refresh_token": body["refresh_token"],
        "token_type": "bearer",
        "expires_in": 1800,
        "user_id": ada.pk,
        "username": "Ada",
        "role": "user",
    }
    ada.refresh_from_db()
    assert ada.last_login == Session.objects.get().created_at


def test_staff_have_the_role_admin(client: ApiClient, db: None) -> None:
    make_user(username="root", is_staff=True)
    assert client.log_in("root")["role"] == "admin"


def test_a_wrong_password_and_an_unknown_name_get_the_same_words(client: ApiClient, ada: User) -> None:
    known = client.call("POST", "login", {"username": "ada", "password": "wrong password"})
    unknown = client.call("POST", "login", {"username": "nobody", "password": "wrong password"})
    assert known.content == unknown.content
    assert problem(known) == problem(unknown) == INCORRECT
    assert known["WWW-Authenticate"] == "Bearer"
    assert Session.objects.count() == 0


def test_a_wrong_password_and_an_unknown_name_cost_one_hash_each(client: ApiClient, ada: User) -> None:
    hasher = hashers.get_hasher()
    for login in ("ada", "nobody"):
        with (
            patch.object(type(hasher), "encode", autospec=True, side_effect=type(hasher).encode) as encode,
            patch.object(type(hasher), "verify", autospec=True, side_effect=type(hasher).verify) as verify,
        ):
            client.call("POST", "login", {"username": login, "password": "wrong password"})
        assert encode.call_count + verify.call_count == 1


@pytest.mark.parametrize("login", ["ada", "nobody"])
def test_a_refused_login_takes_the_same_statements_for_anyone(
    client: ApiClient, ada: User, login: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.call("POST", "login", {"username": "x", "password": "y"})
    # the account; savepoint, chain, entry, the chain's head, release; and the entry's position on SQLite
    with django_assert_num_queries(7 if connection.vendor == "sqlite" else 6):
        client.call("POST", "login", {"username": login, "password": "wrong password"})


def test_an_inactive_user_hears_so_only_with_the_right_password(client: ApiClient, db: None) -> None:
    make_user(username="gone", is_active=False)
    assert problem(client.call("POST", "login", {"username": "gone", "password": "wrong"})) == INCORRECT
    assert problem(client.call("POST", "login", {"username": "gone", "password": PASSWORD})) == (
        400,
        "inactive_user",
        "Inactive user",
    )
    assert Session.objects.count() == 0


def test_refused_logins_are_in_the_journal_and_name_only_whom_we_know(client: ApiClient, ada: User) -> None:
    client.call("POST", "login", {"username": "ada", "password": "wrong"}, **{"User-Agent": "curl"})
    client.call("POST", "login", {"username": "hunter2", "password": "wrong"})
    assert list(
        Entry.objects.filter(calendar_id=0).values_list(
            "verb", "actor_id", "subject_kind", "subject_id", "summary"
        )
    ) == [
        ("login_refused", None, "user", ada.pk, "incorrect_credentials"),
        ("login_refused", None, "user", None, "incorrect_credentials"),
    ]
    assert list(Entry.objects.filter(calendar_id=0).values_list("payload", flat=True)) == [
        {"device": "curl", "address": "127.0.0.1"},
        {"device": "", "address": "127.0.0.1"},
    ]


@pytest.mark.django_db
def test_faults_are_named(client: ApiClient) -> None:
    assert faults(client.call("POST", "login", {})) == [("username", "required"), ("password", "required")]
    assert faults(client.call("POST", "login", {"username": "a\0", "password": "\0"})) == [
        ("username", "null_characters_not_allowed"),
        ("password", "null_characters_not_allowed"),
    ]


@pytest.mark.django_db
def test_logins_are_limited_by_address(client: ApiClient, settings: Settings) -> None:
    settings.RATE_LIMIT_LOGIN = "2/m"
    statuses = [client.call("POST", "login", {}).status_code for _ in range(3)]
    assert statuses == [422, 422, 429]


def test_twenty_failures_close_one_pair_of_account_and_address(
    client: ApiClient, ada: User, grace: User, settings: Settings
) -> None:
    settings.RATE_LIMIT_LOGIN = "1000/m"
    with patch("accounts.actions.verify_password.FAILURES_PER_HOUR", "2/h"):
        for login in ("ada", "ada@example.org"):
            assert (
                problem(client.call("POST", "login", {"username": login, "password": "wrong"})) == INCORRECT
            )
        right = {"username": "ADA", "password": PASSWORD}
        assert problem(client.call("POST", "login", right))[:2] == (429, "too_many_requests")
        assert client.log_in("grace")["user_id"] == grace.pk
        client.defaults["REMOTE_ADDR"] = "192.0.2.7"
        assert client.log_in("ada")["user_id"] == ada.pk


def test_a_name_that_nobody_has_is_limited_too(client: ApiClient, db: None, settings: Settings) -> None:
    with patch("accounts.actions.verify_password.FAILURES_PER_HOUR", "2/h"):
        answers = [
            client.call("POST", "login", {"username": name, "password": "wrong"}).status_code
            for name in ("nobody", "NOBODY", "nobody", "somebody")
        ]
    assert answers == [401, 401, 429, 401]
