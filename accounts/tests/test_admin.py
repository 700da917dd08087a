"""Users and sessions on the admin site."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.actions.add_second_factor import add_totp
from accounts.actions.open_session import open_session
from accounts.changes import Origin
from accounts.factories import PASSWORD, make_user
from accounts.models import Session, User
from accounts.tests.authenticator import app_code
from journal.models import Entry

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BACKEND = "accounts.web.backend.PasswordBackend"


@pytest.fixture
def root(db: None) -> User:
    return make_user(username="root", is_staff=True, is_superuser=True)


@pytest.fixture
def staff(root: User) -> Client:
    """A browser in which a superuser is logged in."""
    return logged_in(root)


@pytest.fixture
def clerk(db: None) -> User:
    """Staff who may change users and sessions, and is no superuser."""
    user = make_user(username="clerk", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="accounts", codename__regex="^(view|change)_")
    )
    return user


def logged_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user, backend=BACKEND)
    return browser


def session_of(user: User) -> Session:
    return open_session(actor=user, kind=Session.Kind.API, origin=Origin("phone", "192.0.2.1"))


def form_of(user: User, **changes: Any) -> dict[str, Any]:
    """What the user's page posts."""
    fields = ("username", "email", "full_name", "timezone", "is_active", "is_staff", "is_superuser")
    values = {name: getattr(user, name) for name in fields} | changes
    return {
        **{name: value for name, value in values.items() if value is not False},
        "sessions-TOTAL_FORMS": 0,
        "sessions-INITIAL_FORMS": 0,
    }


def post(browser: Client, user: User, **changes: Any) -> Any:
    return browser.post(f"/admin/accounts/user/{user.pk}/change/", form_of(user, **changes))


def written() -> list[tuple[str, str, int | None, str]]:
    entries = Entry.objects.filter(calendar_id=0).exclude(verb="logged_in").order_by("id")
    return list(entries.values_list("verb", "source", "subject_id", "summary"))


@pytest.mark.parametrize(
    "path", ["user/", "user/?q=ada", "user/add/", "session/", "session/?q=ada", "session/?kind__exact=api"]
)
def test_the_pages_show(staff: Client, ada: User, path: str) -> None:
    session_of(ada)
    assert staff.get(f"/admin/accounts/{path}").status_code == 200


def test_a_users_page_shows_his_sessions_and_nothing_of_the_hash(staff: Client, ada: User) -> None:
    session_of(ada)
    page = staff.get(f"/admin/accounts/user/{ada.pk}/change/").content.decode()
    assert ("phone" in page, "192.0.2.1" in page) == (True, True)
    assert [word for word in ("argon2", "hash", "salt", ada.password) if word in page] == []


def test_an_edit_is_saved_and_in_the_journal(staff: Client, ada: User) -> None:
    response = post(staff, ada, full_name="Countess", is_staff=True)
    assert response.status_code == 302
    ada.refresh_from_db()
    assert (ada.full_name, ada.role) == ("Countess", "admin")
    assert written() == [("account_changed", "admin", ada.pk, "full_name, is_staff")]


def test_an_address_is_saved_in_one_spelling_only(staff: Client, ada: User) -> None:
    post(staff, ada, email="Ada@Exa\u0308mple.org")
    ada.refresh_from_db()
    assert ada.email == "Ada@ex\u00e4mple.org"


def test_making_a_user_inactive_ends_his_sessions(staff: Client, root: User, ada: User) -> None:
    session = session_of(ada)
    post(staff, ada, is_active=False)
    session.refresh_from_db()
    assert session.revoked_at is not None
    assert Session.objects.get(user=root).revoked_at is None


def test_a_name_that_is_taken_is_a_fault_of_the_form(staff: Client, ada: User, grace: User) -> None:
    response = post(staff, ada, username="GRACE", email="GRACE@example.org")
    assert response.status_code == 200
    page = response.content.decode()
    assert ("Username already registered" in page, "Email already registered" in page) == (True, True)
    assert written() == []


def test_a_new_user_is_made_with_his_calendar_or_not_at_all(staff: Client) -> None:
    form = {
        "username": "newbie",
        "email": "newbie@example.org",
        "timezone": "UTC",
        "usable_password": "true",
        "password1": "a good passphrase",
        "password2": "a good passphrase",
    }
    assert staff.post("/admin/accounts/user/add/", form).status_code == 302
    user = User.objects.get(username="newbie")
    assert user.check_password("a good passphrase")
    assert [(verb, source, subject) for verb, source, subject, _ in written()] == [
        ("registered", "admin", user.pk)
    ]


def test_a_password_set_by_staff_ends_all_sessions(staff: Client, ada: User) -> None:
    session = session_of(ada)
    address = f"/admin/accounts/user/{ada.pk}/password/"
    assert staff.get(address).status_code == 200
    form = {"usable_password": "true", "password1": "a new passphrase", "password2": "a new passphrase"}
    assert staff.post(address, {**form, "set-password": "1"}).status_code == 302
    ada.refresh_from_db()
    session.refresh_from_db()
    assert ada.check_password("a new passphrase")
    assert session.revoked_at is not None
    assert written() == [("account_changed", "admin", ada.pk, "password")]


def test_nobody_is_deleted(staff: Client, ada: User) -> None:
    assert staff.post(f"/admin/accounts/user/{ada.pk}/delete/", {"post": "yes"}).status_code == 403
    session = session_of(ada)
    assert staff.post(f"/admin/accounts/session/{session.pk}/delete/", {"post": "yes"}).status_code == 403
    assert staff.get("/admin/accounts/session/add/").status_code == 403


def test_sessions_are_ended_by_the_action(staff: Client, root: User, ada: User) -> None:
    first, second = session_of(ada), session_of(ada)
    chosen = {"action": "revoke", "_selected_action": [first.pk]}
    staff.post("/admin/accounts/session/", chosen)
    staff.post("/admin/accounts/session/", chosen)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.revoked_at is not None, second.revoked_at is None) == (True, True)
    assert written() == [("session_revoked", "admin", first.pk, "")]
    entry = Entry.objects.get(verb="session_revoked")
    assert (entry.actor_id, entry.payload) == (root.pk, {"user_id": ada.pk})


def test_a_session_cannot_be_edited(staff: Client, ada: User) -> None:
    session = session_of(ada)
    staff.post(f"/admin/accounts/session/{session.pk}/change/", {"device": "other"})
    session.refresh_from_db()
    assert session.device == "phone"


def test_staff_without_power_give_none_and_take_none(clerk: User, root: User, ada: User) -> None:
    browser = logged_in(clerk)
    assert post(browser, ada, full_name="Countess", is_staff=True, is_superuser=True).status_code == 302
    ada.refresh_from_db()
    assert (ada.full_name, ada.is_staff, ada.is_superuser) == ("Countess", False, False)
    assert post(browser, root, full_name="Nobody").status_code == 403
    assert browser.get(f"/admin/accounts/user/{root.pk}/password/").status_code == 403
    root.refresh_from_db()
    assert root.check_password(PASSWORD)


def test_staff_may_end_sessions_if_they_have_that_right(clerk: User, ada: User) -> None:
    session = session_of(ada)
    logged_in(clerk).post("/admin/accounts/session/", {"action": "revoke", "_selected_action": [session.pk]})
    session.refresh_from_db()
    assert session.revoked_at is not None


def test_others_do_not_get_in(ada: User) -> None:
    assert logged_in(ada).get("/admin/accounts/session/").status_code == 302


def test_second_factors_show_by_kind_and_are_removed_for_who_has_lost_them(staff: Client, ada: User) -> None:
    add_totp(actor=ada, secret=SECRET, code=app_code(SECRET))
    page = staff.get(f"/admin/accounts/user/{ada.pk}/change/").content.decode()
    assert ("totp, recovery_codes" in page, SECRET in page) == (True, False)
    sent = {"action": "remove_second_factors", "_selected_action": [ada.pk]}
    assert staff.post("/admin/accounts/user/", sent).status_code == 302
    assert Authenticator.objects.count() == 0
    assert [(verb, source, summary) for verb, source, _, summary in written()[2:]] == [
        ("second_factor_removed", "admin", "totp"),
        ("second_factor_removed", "admin", "recovery_codes"),
    ]


def test_a_clerk_removes_no_second_factor_of_a_superuser(clerk: User, root: User) -> None:
    add_totp(actor=root, secret=SECRET, code=app_code(SECRET))
    sent = {"action": "remove_second_factors", "_selected_action": [root.pk]}
    assert logged_in(clerk).post("/admin/accounts/user/", sent).status_code == 302
    assert Authenticator.objects.count() == 2


@pytest.mark.parametrize("path", ["account/emailaddress/", "mfa/authenticator/"])
def test_there_is_no_page_around_the_actions(staff: Client, path: str) -> None:
    assert staff.get(f"/admin/{path}").status_code == 404
