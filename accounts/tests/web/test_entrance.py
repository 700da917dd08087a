"""Signing up, in and out, and forgotten passwords, on the pages."""

import re
from smtplib import SMTPServerDisconnected
from typing import Any
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils.translation import trans_real
from pytest_django import Settings

from accounts.factories import PASSWORD
from accounts.models import Session, User
from accounts.selectors.email_addresses import is_email_confirmed
from accounts.tests.web.conftest import Browser
from journal.models import Entry

NEW = {
    "username": "newbie",
    "full_name": "New Person",
    "email": "Newbie@example.org",
    "password": "a good passphrase",
}
ANOTHER = "quite another passphrase"


def verbs() -> list[tuple[str, str, int | None]]:
    entries = Entry.objects.filter(calendar_id=0).order_by("id")
    return list(entries.values_list("verb", "source", "subject_id"))


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def link_in(message: Any) -> str:
    """The path of the one link in a mail."""
    (path,) = re.findall(r"http://localhost(/\S+)", message.body)
    return str(path)


# Signing up


def test_who_signs_up_has_an_account_a_session_and_a_mail(browser: Browser, db: None) -> None:
    answer = browser.post("/accounts/signup/", NEW)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/welcome/")
    user = User.objects.get()
    session = Session.objects.get()
    assert (user.username, user.email, user.full_name) == ("newbie", "Newbie@example.org", "New Person")
    assert (session.user_id, session.kind, session.device) == (user.pk, "browser", "Firefox/1")
    assert verbs() == [("registered", "web", user.pk), ("logged_in", "web", session.pk)]
    assert browser.is_signed_in()
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["newbie@example.org"], "Confirm your email for EventHub")
    ]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("username", "ADA", "Username already registered"),
        ("email", "ADA@example.org", "Email already registered"),
        ("username", "a b", "Use letters, digits and _ . + - only."),
        ("password", "short", "This password is too short."),
        ("password", "password", "This password is too common."),
        ("email", "nonsense", "Enter a valid email address."),
    ],
)
def test_what_the_api_refuses_the_page_refuses_too(
    browser: Browser, ada: User, field: str, value: str, words: str
) -> None:
    answer = browser.post("/accounts/signup/", {**NEW, field: value})
    assert (answer.status_code, words in text_of(answer)) == (200, True)
    assert 'value="newbie"' in text_of(answer) or field == "username"
    assert (User.objects.count(), Session.objects.count(), len(mail.outbox)) == (1, 0, 0)


def test_one_who_is_going_somewhere_gets_there_by_the_welcome(browser: Browser, db: None) -> None:
    answer = browser.post("/accounts/signup/", {**NEW, "next": "/trash/"})
    assert answer["Location"] == "/accounts/welcome/?next=%2Ftrash%2F"
    assert browser.post(answer["Location"], {"skip": "1"})["Location"] == "/trash/"


def test_registrations_are_limited_by_the_counter_of_the_api(
    browser: Browser, db: None, settings: Settings
) -> None:
    settings.RATE_LIMIT_REGISTER = "2/m"
    Client().post("/api/v1/auth/register", {}, content_type="application/json")
    statuses = [browser.post("/accounts/signup/", {}).status_code for _ in range(2)]
    assert statuses == [200, 429]


def test_without_a_mail_server_one_signs_up_all_the_same(browser: Browser, db: None) -> None:
    broken = "django.core.mail.EmailMessage.send"
    with patch(broken, side_effect=SMTPServerDisconnected("Connection unexpectedly closed")):
        answer = browser.post("/accounts/signup/", NEW, follow=True)
    assert (answer.status_code, "We could not send a mail just now." in text_of(answer)) == (200, True)
    assert browser.is_signed_in()


# Confirming the email


def test_the_link_in_the_mail_confirms_the_email(browser: Browser, db: None) -> None:
    browser.post("/accounts/signup/", NEW)
    user = User.objects.get()
    path = link_in(mail.outbox[0])
    assert "Is newbie@example.org your email?" in text_of(browser.get(path))
    assert is_email_confirmed(user.pk) is False
    assert browser.post(path).status_code == 302
    assert is_email_confirmed(user.pk) is True
    assert verbs()[-1] == ("email_confirmed", "web", user.pk)
    assert "This link is good no more" in text_of(browser.get(path))
    user.refresh_from_db()
    assert user.email == "Newbie@example.org"


def test_a_link_to_a_former_email_confirms_nothing(browser: Browser, db: None) -> None:
    browser.post("/accounts/signup/", NEW)
    path = link_in(mail.outbox[0])
    sent = {"email": "other@example.org", "password": NEW["password"]}
    assert browser.post("/settings/email/", sent).status_code == 302
    assert "This link is good no more" in text_of(browser.get(path))
    assert browser.post(path).status_code == 404
    assert list(EmailAddress.objects.values_list("email", "primary", "verified")) == [
        ("other@example.org", True, False)
    ]
    assert [(message.to, message.subject) for message in mail.outbox[1:]] == [
        (["Newbie@example.org"], "Your account at EventHub has changed"),
        (["other@example.org"], "Confirm your email for EventHub"),
    ]


def test_a_link_of_somebody_else_signs_nobody_out(browser: Browser, ada: User) -> None:
    Browser().post("/accounts/signup/", NEW)
    path = link_in(mail.outbox[0])
    browser.sign_in("ada")
    assert browser.get(path).status_code == 200
    assert browser.post(path)["Location"] == "/"
    assert browser.is_signed_in()
    assert is_email_confirmed(User.objects.get(username="newbie").pk) is True


def test_where_it_is_mandatory_nobody_comes_in_unconfirmed(
    browser: Browser, db: None, settings: Settings
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    assert browser.post("/accounts/signup/", NEW)["Location"] == "/accounts/confirm-email/"
    assert browser.sign_in("newbie", NEW["password"])["Location"] == "/accounts/confirm-email/"
    assert (browser.is_signed_in(), Session.objects.count()) == (False, 0)
    browser.post(link_in(mail.outbox[0]))
    assert browser.sign_in("newbie", NEW["password"])["Location"] == "/"
    assert browser.is_signed_in()


# Signing in and out


@pytest.mark.parametrize("login", ["Ada", "ada", "ADA@EXAMPLE.ORG", " ada "])
def test_one_signs_in_by_name_or_email_in_any_case(browser: Browser, ada: User, login: str) -> None:
    answer = browser.sign_in(login)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert verbs() == [("logged_in", "web", Session.objects.get().pk)]
    assert browser.get("/accounts/login/")["Location"] == "/"


def test_one_gets_to_where_one_wanted_and_never_elsewhere(browser: Browser, ada: User) -> None:
    assert browser.get("/trash/")["Location"] == "/accounts/login/?next=/trash/"
    assert browser.sign_in("ada", next="https://evil.example/")["Location"] == "/"
    browser.post("/accounts/logout/")
    assert browser.sign_in("ada", next="/trash/")["Location"] == "/trash/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_page(browser: Browser, ada: User) -> None:
    pages = [text_of(browser.sign_in(name, "wrong password")) for name in ("ada", "bob")]
    token = r'(csrfmiddlewaretoken" value=|X-CSRFToken": |csrf-token=)"\w+"'
    without = [re.sub(token, "", page).replace('value="bob"', 'value="ada"') for page in pages]
    assert without[0] == without[1]
    assert "Name and password do not belong together." in without[0]
    assert verbs() == [("login_refused", "web", ada.pk), ("login_refused", "web", None)]


def test_after_twenty_failures_one_is_told_to_wait(browser: Browser, ada: User) -> None:
    with patch("accounts.actions.verify_password.FAILURES_PER_HOUR", "1/h"):
        browser.sign_in("ada", "wrong password")
        answer = browser.sign_in("ada")
    minutes = re.findall(r"Too many failed attempts\. Try again in (\d+) minutes?\.", text_of(answer))
    assert 1 <= int(minutes[0]) <= 60
    assert Session.objects.count() == 0


def test_attempts_are_limited_by_the_counter_of_the_api(
    browser: Browser, ada: User, settings: Settings
) -> None:
    settings.RATE_LIMIT_LOGIN = "2/m"
    Client().post("/api/v1/auth/login", {}, content_type="application/json")
    answers = [browser.sign_in("ada", "wrong password") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert 0 < int(answers[1]["Retry-After"]) <= 60


def test_signing_out_is_asked_for_and_ends_the_row(browser: Browser, ada: User) -> None:
    browser.sign_in("ada")
    assert browser.get("/accounts/logout/").status_code == 200
    assert browser.is_signed_in()
    assert browser.post("/accounts/logout/")["Location"] == "/"
    assert (browser.is_signed_in(), Session.objects.get().revoked_at is None) == (False, False)
    assert [verb for verb, *_ in verbs()] == ["logged_in", "logged_out"]


def test_the_admin_has_no_door_of_its_own(browser: Browser, ada: User) -> None:
    answer = browser.post("/admin/login/?next=/admin/", {"username": "ada", "password": PASSWORD})
    assert answer["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    browser.sign_in("ada")
    assert browser.get("/admin/login/?next=/admin/").status_code == 403
    assert browser.get("/admin/password_change/")["Location"] == "/settings/security/"


# Forgotten passwords


def test_a_link_in_a_mail_sets_a_new_password(browser: Browser, ada: User) -> None:
    elsewhere = Browser()
    elsewhere.sign_in("ada")
    assert browser.post("/accounts/password/reset/", {"email": "ADA@example.org"}).status_code == 302
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["ADA@example.org"], "Your link to a new password for EventHub")
    path = link_in(message)
    form = browser.get(path)["Location"]
    assert "set-password" in form
    poor = browser.post(form, {"password1": "short"})
    assert "This password is too short." in text_of(poor)
    assert browser.post(form, {"password1": ANOTHER})["Location"] == "/accounts/password/reset/key/done/"
    assert verbs()[-1] == ("password_changed", "web", ada.pk)
    assert elsewhere.is_signed_in() is False
    assert browser.sign_in("ada").status_code == 200
    assert browser.sign_in("ada", ANOTHER)["Location"] == "/"
    assert "This link is good no more" in text_of(browser.get(path))


def test_unknown_and_known_emails_get_the_same_answer(browser: Browser, ada: User) -> None:
    answers = []
    for email in ("ada@example.org", "nobody@example.org"):
        answer = browser.post("/accounts/password/reset/", {"email": email})
        answers.append((answer.status_code, answer["Location"], len(mail.outbox)))
    assert answers == [
        (302, "/accounts/password/reset/done/", 1),
        (302, "/accounts/password/reset/done/", 2),
    ]
    assert mail.outbox[1].subject == "No account at EventHub"


def test_who_is_closed_out_gets_no_link(browser: Browser, ada: User) -> None:
    User.objects.update(is_active=False)
    browser.post("/accounts/password/reset/", {"email": "ada@example.org"})
    assert [message.subject for message in mail.outbox] == ["No account at EventHub"]


def test_links_are_sent_to_one_email_five_times_an_hour(browser: Browser, ada: User) -> None:
    sent = [browser.post("/accounts/password/reset/", {"email": "ada@example.org"}) for _ in range(6)]
    assert [answer.status_code for answer in sent] == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_what_an_action_refuses_is_told_in_the_readers_language(browser: Browser, ada: User) -> None:
    german: Any = trans_real.translation("de")
    with patch.dict(german._catalog._catalogs[0], {"Username already registered": "Der Name ist vergeben"}):
        sent = {**NEW, "username": "ADA"}
        answer = browser.post("/accounts/signup/", sent, headers={"Accept-Language": "de"})
    assert "Der Name ist vergeben" in text_of(answer)
