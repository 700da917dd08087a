"""Sessions of browsers: rows for logins by Django's own forms, and calls of the API with their cookie."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth import get_user
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.factories import PASSWORD, make_user
from accounts.models import Session, User
from accounts.tests.api_client import problem
from journal.models import Entry

ME = "/api/v1/auth/me"


@pytest.fixture
def root(db: None) -> User:
    return make_user(username="root", email="root@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def browser() -> Client:
    """A browser: it keeps cookies, and CSRF is enforced."""
    return Client(enforce_csrf_checks=True, headers={"User-Agent": "Firefox"})


def log_in(browser: Client, username: str, password: str) -> int:
    page = browser.get("/accounts/login/")
    form = {
        "login": username,
        "password": password,
        "csrfmiddlewaretoken": page.context["csrf_token"],
        "next": "/admin/",
    }
    return browser.post("/accounts/login/", form).status_code


def verbs() -> list[tuple[str, str, int | None]]:
    own = Entry.objects.filter(calendar_id=0)
    return list(own.values_list("verb", "source", "subject_id").order_by("id"))


def test_a_login_in_the_browser_has_its_row(browser: Client, root: User) -> None:
    assert log_in(browser, "ROOT@example.org", PASSWORD) == 302
    session = Session.objects.get()
    assert (session.user_id, session.kind, session.device, session.address, session.refresh_jti) == (
        root.pk,
        "browser",
        "Firefox",
        "127.0.0.1",
        "",
    )
    assert verbs() == [("logged_in", "web", session.pk)]
    assert browser.get("/admin/").status_code == 200


def test_a_refused_login_is_in_the_journal(browser: Client, root: User) -> None:
    assert log_in(browser, "root", "wrong") == 200
    assert log_in(browser, "nobody", "wrong") == 200
    assert verbs() == [("login_refused", "web", root.pk), ("login_refused", "web", None)]
    assert Session.objects.count() == 0


def test_an_inactive_user_does_not_get_in(browser: Client, root: User) -> None:
    User.objects.update(is_active=False)
    assert log_in(browser, "root", PASSWORD) == 200
    assert Session.objects.count() == 0


def test_guesses_are_limited_in_the_browser_too(browser: Client, root: User) -> None:
    with patch("accounts.actions.verify_password.FAILURES_PER_HOUR", "1/h"):
        assert log_in(browser, "root", "wrong") == 200
        assert log_in(browser, "root", PASSWORD) == 200
    assert Session.objects.count() == 0


def test_logging_out_ends_the_row(browser: Client, root: User) -> None:
    log_in(browser, "root", PASSWORD)
    token = browser.cookies["csrftoken"].value
    assert browser.post("/admin/logout/", {"csrfmiddlewaretoken": token}).status_code in (200, 302)
    assert Session.objects.get().revoked_at is not None
    assert [verb for verb, *_ in verbs()] == ["logged_in", "logged_out"]


@pytest.mark.parametrize("change", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now()}])
def test_a_row_that_ended_ends_the_browsers_session(
    browser: Client, root: User, change: dict[str, object]
) -> None:
    log_in(browser, "root", PASSWORD)
    Session.objects.update(**change)
    assert browser.get("/admin/").status_code == 302
    assert problem(browser.get(ME))[:2] == (401, "not_authenticated")
    # Django's session is gone too, not only overlooked
    request = RequestFactory().get("/")
    request.session = browser.session
    assert not get_user(request).is_authenticated


def test_the_api_knows_the_browsers_session(
    browser: Client, root: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    log_in(browser, "root", PASSWORD)
    # Django's session, and the row with its user
    with django_assert_num_queries(2):
        answer = browser.get(ME)
    assert (answer.status_code, answer.json()["username"]) == (200, "root")


def test_a_write_needs_the_csrf_token(browser: Client, root: User) -> None:
    log_in(browser, "root", PASSWORD)
    body = {"full_name": "Root"}
    refused = browser.patch(ME, body, content_type="application/json")
    assert problem(refused)[:2] == (403, "csrf_failed")
    assert User.objects.get().full_name != "Root"
    token = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    answer = browser.patch(ME, body, content_type="application/json", headers=token)
    assert (answer.status_code, answer.json()["full_name"]) == (200, "Root")


def test_logging_out_by_the_api_ends_the_cookie(browser: Client, root: User) -> None:
    log_in(browser, "root", PASSWORD)
    token = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    answer = browser.post("/api/v1/auth/logout", content_type="application/json", headers=token)
    assert answer.json() == {"message": "Successfully logged out"}
    assert browser.get("/admin/").status_code == 302
    assert [verb for verb, *_ in verbs()] == ["logged_in", "logged_out"]


def test_a_new_password_by_the_api_keeps_this_browser_and_no_other(browser: Client, root: User) -> None:
    other = Client()
    log_in(browser, "root", PASSWORD)
    other.force_login(root, backend="accounts.web.backend.PasswordBackend")
    token = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    body = {"current_password": PASSWORD, "new_password": "a better passphrase"}
    answer = browser.post("/api/v1/auth/password", body, content_type="application/json", headers=token)
    assert answer.status_code == 200
    assert browser.get(ME).status_code == 200
    assert other.get(ME).status_code == 401


def test_a_bearer_token_beside_a_cookie_needs_no_csrf_token(browser: Client, root: User) -> None:
    log_in(browser, "root", PASSWORD)
    tokens = Client().post(
        "/api/v1/auth/login", {"username": "root", "password": PASSWORD}, content_type="application/json"
    )
    header = {"Authorization": f"Bearer {tokens.json()['access_token']}"}
    answer = browser.patch(ME, {"full_name": "Root"}, content_type="application/json", headers=header)
    assert answer.status_code == 200


def test_use_of_a_browsers_session_is_noted(browser: Client, root: User) -> None:
    log_in(browser, "root", PASSWORD)
    Session.objects.update(last_used_at=timezone.now() - timedelta(hours=1))
    browser.get("/admin/")
    assert timezone.now() - Session.objects.get().last_used_at < timedelta(minutes=1)


def test_a_password_set_by_any_machinery_ends_all_sessions(browser: Client, root: User) -> None:
    log_in(browser, "root", PASSWORD)
    root.set_password("a better passphrase")
    root.save()
    assert Session.objects.get().revoked_at is not None
    assert browser.get(ME).status_code == 401
