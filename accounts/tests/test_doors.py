"""Each verb of accounts through the API and through its page: the same rows, but for the door's name."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from accounts.actions.add_second_factor import add_totp
from accounts.factories import PASSWORD, make_user
from accounts.models import Session, User
from accounts.tests.api_client import ApiClient
from accounts.tests.authenticator import app_code
from accounts.tests.web.conftest import Browser
from journal.models import Entry

Deed = Callable[[], object]

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ANOTHER = "quite another passphrase"
PROFILE = ("username", "email", "full_name", "timezone", "free_busy_visibility")


def new(name: str) -> dict[str, str]:
    """A registration of somebody whose name begins so."""
    return {
        "username": f"{name}-new",
        "email": f"{name}-New@example.org",
        "password": PASSWORD,
        "full_name": "New",
    }


def rows(name: str, since: int) -> list[str]:
    """All that was written about people whose names begin so, without ids, instants, and names of doors."""
    users = User.objects.filter(username__startswith=name).order_by("pk")
    ids = [user.pk for user in users]
    addresses = EmailAddress.objects.filter(user__in=users).order_by("pk")
    entries = Entry.objects.filter(pk__gt=since, calendar_id=0).order_by("id")
    found: list[Any] = [
        [[getattr(user, field) for field in PROFILE] for user in users],
        [[user.check_password(password) for password in (PASSWORD, ANOTHER)] for user in users],
        list(addresses.values_list("email", "primary", "verified")),
        sorted(session.revoked_at is None for session in Session.objects.filter(user__in=users)),
        [
            (
                entry.verb,
                entry.actor_id is None or ids.index(entry.actor_id),
                entry.subject_kind,
                entry.summary.replace("browser session", "api session"),
            )
            for entry in entries
        ],
    ]
    return [repr(part).replace(name, "NAME") for part in found]


def by_api(name: str) -> dict[str, Deed]:
    client = ApiClient()

    def signed_in() -> ApiClient:
        client.log_in(name)
        return client

    def send(path: str, body: Any, method: str = "POST") -> Deed:
        return lambda: signed_in().call(method, path, body)

    login = {"username": name}
    return {
        "register": lambda: client.call("POST", "register", new(name)),
        "login": lambda: client.call("POST", "login", {**login, "password": PASSWORD}),
        "refused": lambda: client.call("POST", "login", {**login, "password": "wrong password"}),
        "logout": send("logout", {}),
        "profile": send("me", {"full_name": "Countess"}, "PATCH"),
        "visibility": send("me", {"free_busy_visibility": "nobody"}, "PATCH"),
        "email": send("me", {"email": f"{name}2@example.org", "password": PASSWORD}, "PATCH"),
        "email, wrong password": send("me", {"email": f"{name}2@example.org", "password": "wrong"}, "PATCH"),
        "password": send("password", {"current_password": PASSWORD, "new_password": ANOTHER}),
        "password, poor": send("password", {"current_password": PASSWORD, "new_password": "short"}),
    }


def by_pages(name: str) -> dict[str, Deed]:
    browser = Browser()

    def send(path: str, **form: str) -> Deed:
        def deed() -> None:
            browser.sign_in(name)
            browser.post(path, form)

        return deed

    security, email = "/settings/security/", f"{name}2@example.org"
    return {
        "register": lambda: browser.post("/accounts/signup/", new(name)),
        "login": lambda: browser.sign_in(name),
        "refused": lambda: browser.sign_in(name, "wrong password"),
        "logout": send("/accounts/logout/"),
        "profile": send("/settings/", full_name="Countess"),
        "visibility": send("/settings/privacy/", free_busy_visibility="nobody"),
        "email": send("/settings/email/", email=email, password=PASSWORD),
        "email, wrong password": send("/settings/email/", email=email, password="wrong"),
        "password": send(security, current_password=PASSWORD, new_password=ANOTHER),
        "password, poor": send(security, current_password=PASSWORD, new_password="short"),
    }


@pytest.mark.parametrize("verb", by_pages(""))
def test_both_doors_leave_the_same_rows(db: None, verb: str) -> None:
    left = []
    for name, doors in (("ada", by_api), ("eve", by_pages)):
        make_user(username=name, email=f"{name}@example.org", full_name="Ada")
        since = Entry.objects.order_by("pk").last()
        doors(name)[verb]()
        left.append(rows(name, since.pk if since else 0))
    assert left[1] == left[0]
    assert left[0][-1] != "[]"


@pytest.mark.parametrize("verb", ["email", "password"])
def test_both_doors_tell_it_by_mail(db: None, mailoutbox: list[Any], verb: str) -> None:
    for name, doors in (("ada", by_api), ("eve", by_pages)):
        make_user(username=name, email=f"{name}@example.org", full_name="Ada")
        doors(name)[verb]()
    told = [message for message in mailoutbox if message.subject == "Your account at EventHub has changed"]
    assert [message.to for message in told] == [["ada@example.org"], ["eve@example.org"]]
    assert told[0].body.splitlines()[2] == told[1].body.splitlines()[2]


def test_a_code_spent_at_one_door_is_spent_at_the_other(ada: User) -> None:
    add_totp(actor=ada, secret=SECRET, code=app_code(SECRET, later=-1))
    code, browser = app_code(SECRET), Browser()
    sent = {"username": "ada", "password": PASSWORD, "otp": code}
    assert ApiClient().call("POST", "login", sent).status_code == 200
    browser.sign_in("ada")
    assert browser.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200
    assert browser.is_signed_in() is False
