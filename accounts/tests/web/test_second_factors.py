"""Authenticator apps, passkeys and recovery codes on the pages."""

import json
import re
from typing import Any
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from accounts.factories import PASSWORD
from accounts.models import Session, User
from accounts.tests.authenticator import Passkey, app_code
from accounts.tests.web.conftest import Browser
from journal.models import Entry

APP = "/accounts/2fa/totp/activate/"
SECOND_STEP = "/accounts/2fa/authenticate/"
ADD_PASSKEY = "/accounts/2fa/webauthn/add/"
PASSKEY_LOGIN = "/accounts/2fa/webauthn/login/"


@pytest.fixture
def signed_in(browser: Browser, ada: User) -> Browser:
    """A browser in which Ada has just shown who she is."""
    browser.sign_in("ada")
    browser.again()
    return browser


@pytest.fixture
def secret(signed_in: Browser) -> str:
    """The secret of the app that Ada has added; the code of this period is spent."""
    return add_app(signed_in)


def add_app(browser: Browser) -> str:
    found = re.search(r'class="secret-text">([A-Z2-7]+)<', browser.get(APP).content.decode())
    assert found is not None
    answer = browser.post(APP, {"code": app_code(found[1])})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/recovery-codes/")
    return found[1]


def add_passkey(browser: Browser, name: str = "Laptop") -> Passkey:
    passkey = Passkey("http://localhost")
    answer = browser.post(
        ADD_PASSKEY, {"name": name, "credential": passkey.create(options_in(browser.get(ADD_PASSKEY)))}
    )
    assert answer.status_code == 302, answer.content.decode()
    return passkey


def options_in(page: Any) -> dict[str, Any]:
    """What the page hands to the browser."""
    found = re.search(r'<script id="passkey-options"[^>]*>(.*?)</script>', page.content.decode())
    assert found is not None
    options: dict[str, Any] = json.loads(found[1])
    return options


def recovery_codes(browser: Browser) -> list[str]:
    page = browser.get("/accounts/2fa/recovery-codes/").content.decode()
    return re.findall(r"<li><code>(\d{8})</code></li>", page)


def written(*verbs: str) -> list[tuple[str, str, str]]:
    entries = Entry.objects.filter(calendar_id=0, verb__in=verbs).order_by("id")
    return list(entries.values_list("verb", "source", "summary"))


def test_second_factors_are_touched_only_after_the_password_once_more(browser: Browser, ada: User) -> None:
    browser.sign_in("ada")
    for path in (APP, ADD_PASSKEY):
        assert browser.get(path)["Location"] == f"/accounts/reauthenticate/?next={path.replace('/', '%2F')}"
    wrong = browser.post("/accounts/reauthenticate/", {"password": "wrong password"})
    assert b"This is not your password." in wrong.content
    assert browser.get(APP).status_code == 302


def test_an_app_is_added_with_recovery_codes(signed_in: Browser, ada: User) -> None:
    add_app(signed_in)
    assert len(recovery_codes(signed_in)) == 10
    assert written("second_factor_added") == [
        ("second_factor_added", "web", "totp"),
        ("second_factor_added", "web", "recovery_codes"),
    ]
    assert [message.to for message in mail.outbox] == [["Ada@example.org"]]
    assert "An authenticator app was added to your account." in mail.outbox[0].body
    download = signed_in.get("/accounts/2fa/recovery-codes/download/")
    assert download.content.decode().split() == recovery_codes(signed_in)
    assert "no-store" in download["Cache-Control"]


def test_a_wrong_code_adds_no_app(signed_in: Browser, ada: User) -> None:
    signed_in.get(APP)
    answer = signed_in.post(APP, {"code": "000000"})
    assert b"This code is wrong, or no longer good." in answer.content
    assert (Authenticator.objects.count(), written("second_factor_added")) == (0, [])


def test_then_the_password_is_only_the_first_step(secret: str, other_browser: Browser, ada: User) -> None:
    assert other_browser.sign_in("ada")["Location"] == SECOND_STEP
    assert other_browser.is_signed_in() is False
    refused = other_browser.post(SECOND_STEP, {"code": "000000"})
    assert b"This code is wrong, or was used before." in refused.content
    assert other_browser.is_signed_in() is False
    assert written("login_refused") == [("login_refused", "web", "mfa_required")]
    code = app_code(secret, later=1)
    assert other_browser.post(SECOND_STEP, {"code": f"{code[:3]} {code[3:]}"})["Location"] == "/"
    assert other_browser.is_signed_in()
    assert Session.objects.filter(user=ada).count() == 2


def test_a_code_is_good_once(secret: str, other_browser: Browser) -> None:
    # the one that has proved the app is spent
    other_browser.sign_in("ada")
    assert other_browser.post(SECOND_STEP, {"code": app_code(secret)}).status_code == 200
    code = app_code(secret, later=1)
    assert other_browser.post(SECOND_STEP, {"code": code}).status_code == 302
    third = Browser()
    third.sign_in("ada")
    assert third.post(SECOND_STEP, {"code": code}).status_code == 200
    assert third.is_signed_in() is False


def test_a_recovery_code_is_good_once_too(signed_in: Browser, secret: str, other_browser: Browser) -> None:
    code = recovery_codes(signed_in)[0]
    other_browser.sign_in("ada")
    assert other_browser.post(SECOND_STEP, {"code": code})["Location"] == "/"
    assert code not in recovery_codes(signed_in)
    third = Browser()
    third.sign_in("ada")
    assert third.post(SECOND_STEP, {"code": code}).status_code == 200


def test_new_recovery_codes_end_the_former(signed_in: Browser, secret: str) -> None:
    former = recovery_codes(signed_in)
    assert signed_in.post("/accounts/2fa/recovery-codes/generate/").status_code == 302
    assert set(former) & set(recovery_codes(signed_in)) == set()
    assert written("recovery_codes_renewed") == [("recovery_codes_renewed", "web", "")]


def test_guesses_of_codes_are_limited(secret: str, other_browser: Browser) -> None:
    other_browser.sign_in("ada")
    with patch("accounts.actions.verify_second_factor.FAILURES_PER_HOUR", "1/h"):
        assert other_browser.post(SECOND_STEP, {"code": "000000"}).status_code == 200
        assert other_browser.post(SECOND_STEP, {"code": app_code(secret, later=1)}).status_code == 429
    assert other_browser.is_signed_in() is False


def test_a_removed_app_is_asked_for_no_more(signed_in: Browser, secret: str, other_browser: Browser) -> None:
    assert signed_in.post("/accounts/2fa/totp/deactivate/")["Location"] == "/settings/security/"
    assert Authenticator.objects.count() == 0
    assert sorted(written("second_factor_removed")) == [
        ("second_factor_removed", "web", "recovery_codes"),
        ("second_factor_removed", "web", "totp"),
    ]
    assert other_browser.sign_in("ada")["Location"] == "/"


# Passkeys


def test_a_passkey_signs_in_alone(signed_in: Browser, other_browser: Browser, ada: User) -> None:
    passkey = add_passkey(signed_in)
    assert written("second_factor_added") == [
        ("second_factor_added", "web", "webauthn"),
        ("second_factor_added", "web", "recovery_codes"),
    ]
    options = other_browser.get(PASSKEY_LOGIN, headers={"Accept": "application/json"}).json()
    sent = {"credential": passkey.get(options["request_options"]), "next": "/trash/"}
    answer = other_browser.post(PASSKEY_LOGIN, sent)
    assert (answer.status_code, answer["Location"]) == (302, "/trash/")
    assert other_browser.is_signed_in()
    assert Session.objects.filter(user=ada, kind="browser").count() == 2


def test_a_passkey_is_the_second_step_after_a_password(signed_in: Browser, other_browser: Browser) -> None:
    passkey = add_passkey(signed_in)
    assert other_browser.sign_in("ada")["Location"] == SECOND_STEP
    options = options_in(other_browser.get(SECOND_STEP))
    assert other_browser.post(SECOND_STEP, {"credential": passkey.get(options)})["Location"] == "/"
    assert other_browser.is_signed_in()


def test_a_passkey_shows_once_more_who_one_is(signed_in: Browser, other_browser: Browser) -> None:
    passkey = add_passkey(signed_in)
    again = "/accounts/2fa/webauthn/reauthenticate/?next=/settings/"
    options = options_in(signed_in.get(again))
    assert signed_in.post(again, {"credential": passkey.get(options)})["Location"] == "/settings/"


def test_another_passkey_and_an_answer_of_before_are_refused(
    signed_in: Browser, other_browser: Browser
) -> None:
    passkey = add_passkey(signed_in)
    headers = {"Accept": "application/json"}
    options = other_browser.get(PASSKEY_LOGIN, headers=headers).json()["request_options"]
    stolen = passkey.get(options)
    other_browser.get(PASSKEY_LOGIN, headers=headers)
    for credential in (stolen, "{}", "[]", "nonsense"):
        assert other_browser.post(PASSKEY_LOGIN, {"credential": credential})["Location"] == "/accounts/login/"
    assert other_browser.is_signed_in() is False


def test_a_passkey_of_an_inactive_user_lets_nobody_in(
    signed_in: Browser, other_browser: Browser, ada: User
) -> None:
    passkey = add_passkey(signed_in)
    User.objects.update(is_active=False)
    options = other_browser.get(PASSKEY_LOGIN, headers={"Accept": "application/json"}).json()
    answer = other_browser.post(PASSKEY_LOGIN, {"credential": passkey.get(options["request_options"])})
    assert answer["Location"] == "/accounts/inactive/"
    assert other_browser.is_signed_in() is False


def test_questions_for_passkeys_are_limited(browser: Browser, db: None) -> None:
    with patch("accounts.web.limits.CHALLENGES", "1/m"):
        answers = [browser.get(PASSKEY_LOGIN, headers={"Accept": "application/json"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]


def test_nobody_removes_anothers_passkey(signed_in: Browser, other_browser: Browser, grace: User) -> None:
    add_passkey(signed_in)
    factor = Authenticator.objects.get(type="webauthn")
    other_browser.sign_in("grace")
    other_browser.again()
    assert other_browser.post(f"/accounts/2fa/webauthn/keys/{factor.pk}/remove/").status_code == 404
    assert signed_in.post(f"/accounts/2fa/webauthn/keys/{factor.pk}/remove/").status_code == 302
    assert Authenticator.objects.count() == 0


RUBBISH = [
    "{}",
    "[]",
    "null",
    '{"id": 7, "rawId": "!"}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA"}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": '
    '{"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "AA", "signature": "AA"}}',
]


@pytest.mark.parametrize("credential", RUBBISH)
def test_what_no_browser_made_signs_nobody_in(browser: Browser, ada: User, credential: str) -> None:
    browser.get(PASSKEY_LOGIN, headers={"Accept": "application/json"})
    assert browser.post(PASSKEY_LOGIN, {"credential": credential})["Location"] == "/accounts/login/"


@pytest.mark.parametrize("credential", RUBBISH)
def test_what_no_browser_made_adds_no_passkey(signed_in: Browser, credential: str) -> None:
    signed_in.get(ADD_PASSKEY)
    assert signed_in.post(ADD_PASSKEY, {"name": "x", "credential": credential}).status_code == 200
    assert Authenticator.objects.count() == 0


# The API asks for it too


def test_the_api_asks_for_the_code_of_an_app_that_was_added_here(secret: str, browser: Browser) -> None:
    sent = {"username": "ada", "password": PASSWORD}
    path, json_type = "/api/v1/auth/login", "application/json"
    without = browser.post(path, sent, content_type=json_type)
    assert (without.status_code, without.json()["code"]) == (401, "mfa_required")
    answer = browser.post(path, {**sent, "otp": app_code(secret, later=1)}, content_type=json_type)
    assert answer.status_code == 200
