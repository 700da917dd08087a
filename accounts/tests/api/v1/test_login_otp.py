"""POST /api/v1/auth/login of accounts with a second factor."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from pytest_django import Settings

from accounts.actions.add_second_factor import add_passkey, add_totp
from accounts.actions.confirm_email import confirm_email
from accounts.errors import SecondFactorExists
from accounts.factories import PASSWORD
from accounts.models import Session, User
from accounts.selectors.second_factors import unused_codes
from accounts.tests.api_client import ApiClient, faults, problem
from accounts.tests.authenticator import app_code
from journal.models import Entry

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MISSING = (401, "mfa_required", "Send a code of your authenticator app, or a recovery code, as otp.")
WRONG = (401, "mfa_required", "The code is wrong, or was used before.")


@pytest.fixture
def with_app(ada: User) -> User:
    """Ada, whose app has shown the code of the period before."""
    add_totp(actor=ada, secret=SECRET, code=app_code(SECRET, later=-1))
    return ada


def log_in(client: ApiClient, otp: Any = None, password: str = PASSWORD) -> Any:
    sent = {"username": "ada", "password": password}
    return client.call("POST", "login", sent if otp is None else {**sent, "otp": otp})


def recovery_codes(user: User) -> list[str]:
    return unused_codes(Authenticator.objects.get(user=user, type="recovery_codes"))


def test_without_a_code_the_login_is_refused(client: ApiClient, with_app: User) -> None:
    for otp in (None, "", "  "):
        assert problem(log_in(client, otp)) == MISSING
    assert log_in(client)["WWW-Authenticate"] == "Bearer"
    assert Session.objects.count() == 0
    refused = Entry.objects.filter(verb="login_refused").values_list("subject_id", "summary")
    assert set(refused) == {(with_app.pk, "mfa_required")}


def test_that_there_is_a_second_factor_is_told_only_after_the_right_password(
    client: ApiClient, with_app: User
) -> None:
    answer = log_in(client, app_code(SECRET), password="wrong password")
    assert problem(answer)[1] == "incorrect_credentials"
    # nor was the code spent
    assert log_in(client, app_code(SECRET)).status_code == 200


@pytest.mark.parametrize("later", [0, 1])
def test_the_code_of_the_app_logs_in_once(client: ApiClient, with_app: User, later: int) -> None:
    code = app_code(SECRET, later)
    assert log_in(client, f" {code[:3]} {code[3:]} ").status_code == 200
    assert problem(log_in(client, code)) == WRONG
    assert Session.objects.count() == 1


def test_a_code_of_before_the_last_one_is_spent_with_it(client: ApiClient, with_app: User) -> None:
    assert log_in(client, app_code(SECRET, later=1)).status_code == 200
    assert problem(log_in(client, app_code(SECRET))) == WRONG


@pytest.mark.parametrize("later", [-3, 3])
def test_a_code_of_another_time_is_wrong(client: ApiClient, with_app: User, later: int) -> None:
    assert problem(log_in(client, app_code(SECRET, later))) == WRONG


def test_a_recovery_code_logs_in_once(client: ApiClient, with_app: User) -> None:
    code = recovery_codes(with_app)[3]
    assert log_in(client, code).status_code == 200
    assert problem(log_in(client, code)) == WRONG
    assert len(recovery_codes(with_app)) == 9


def test_with_a_passkey_alone_a_recovery_code_is_asked_for(client: ApiClient, ada: User) -> None:
    add_passkey(actor=ada, name="Phone", credential={})
    assert problem(log_in(client)) == MISSING
    assert log_in(client, recovery_codes(ada)[0]).status_code == 200


def test_an_account_without_one_needs_no_code(client: ApiClient, ada: User) -> None:
    assert log_in(client, "123456").status_code == 200


def test_ten_wrong_codes_close_one_pair_of_account_and_address(
    client: ApiClient, with_app: User, settings: Settings
) -> None:
    with patch("accounts.actions.verify_second_factor.FAILURES_PER_HOUR", "2/h"):
        for _ in range(2):
            assert problem(log_in(client, "000000")) == WRONG
        assert problem(log_in(client, app_code(SECRET)))[:2] == (429, "too_many_requests")
        client.defaults["REMOTE_ADDR"] = "192.0.2.7"
        assert log_in(client, app_code(SECRET)).status_code == 200


def test_an_account_is_not_guessed_from_many_addresses(client: ApiClient, with_app: User) -> None:
    with patch("accounts.actions.verify_second_factor.FAILURES_OF_ACCOUNT_PER_HOUR", "2/h"):
        for last in range(2):
            client.defaults["REMOTE_ADDR"] = f"192.0.2.{last}"
            assert problem(log_in(client, "000000")) == WRONG
        client.defaults["REMOTE_ADDR"] = "192.0.2.9"
        assert log_in(client, app_code(SECRET)).status_code == 429


def test_a_malformed_code_is_a_fault(client: ApiClient, with_app: User) -> None:
    assert faults(log_in(client, "1" * 33)) == [("otp", "max_length")]
    assert faults(log_in(client, 123456)) == [("otp", "invalid")]
    assert problem(log_in(client, "１２３４５６")) == WRONG


def test_an_account_has_one_app(with_app: User) -> None:
    with pytest.raises(SecondFactorExists):
        add_totp(actor=with_app, secret=SECRET, code=app_code(SECRET))
    assert Authenticator.objects.filter(type="totp").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share SQLite's database in memory")
def test_of_two_who_send_one_code_at_once_one_gets_in(with_app: User) -> None:
    code = app_code(SECRET)

    def attempt(_: int) -> int:
        try:
            return int(log_in(ApiClient(), code).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [200, 401, 401, 401]


def test_where_it_is_mandatory_only_confirmed_emails_log_in(
    client: ApiClient, ada: User, settings: Settings
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    assert problem(log_in(client))[:2] == (401, "email_not_confirmed")
    assert problem(log_in(client, password="wrong password"))[1] == "incorrect_credentials"
    confirm_email(actor=ada, email=ada.email)
    assert log_in(client).status_code == 200


def test_where_it_is_mandatory_a_registration_gives_no_tokens(
    client: ApiClient, db: None, settings: Settings, mailoutbox: list[Any]
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    sent = {"username": "newbie", "email": "newbie@example.org", "password": PASSWORD}
    assert problem(client.call("POST", "register", sent))[:2] == (401, "email_not_confirmed")
    assert (User.objects.count(), Session.objects.count()) == (1, 0)
    assert [message.to for message in mailoutbox] == [["newbie@example.org"]]
    assert "http://testserver/accounts/confirm-email/" in mailoutbox[0].body
