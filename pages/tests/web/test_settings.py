"""The settings: each page, what it saves, and what it refuses."""

import io
import re
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.factories import PASSWORD, make_user
from accounts.models import Session, User
from feeds.models import Feed
from journal.models import Entry

PAGES = [
    "/settings/",
    "/settings/reading/",
    "/settings/look/",
    "/settings/security/",
    "/settings/sessions/",
    "/settings/privacy/",
    "/settings/feeds/",
    "/settings/data/",
]
ANOTHER = "quite another passphrase"


@pytest.fixture
def ada(db: None) -> User:
    return make_user(username="ada", email="ada@example.org", full_name="Ada Lovelace")


@pytest.fixture
def visitor(ada: User) -> Client:
    """A browser in which Ada is signed in."""
    return signed_in()


def signed_in(login: str = "ada", agent: str = "") -> Client:
    client = Client(headers={"User-Agent": agent} if agent else None)
    assert client.post("/accounts/login/", {"login": login, "password": PASSWORD}).status_code == 302
    return client


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def profile(user: User, *names: str) -> list[Any]:
    user.refresh_from_db()
    return [getattr(user, name) for name in names]


def last_entry() -> tuple[str, str, str]:
    return Entry.objects.order_by("id").values_list("verb", "source", "summary").last() or ("", "", "")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows_and_says_where_one_is(visitor: Client, path: str) -> None:
    page = text_of(visitor.get(path))
    assert page.count('aria-current="page"') == page.count(f'href="{path}" aria-current="page"') == 1
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("path", PAGES)
def test_strangers_sign_in_first(client: Client, db: None, path: str) -> None:
    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


@pytest.mark.parametrize(
    ("path", "sent", "names", "kept"),
    [
        ("/settings/", {"full_name": "Countess"}, ["full_name"], ["Countess"]),
        (
            "/settings/reading/",
            {"language": "de", "timezone": "Asia/Tokyo", "week_start": "sunday", "hour_cycle": "12"},
            ["language", "timezone", "week_start", "hour_cycle"],
            ["de", "Asia/Tokyo", "sunday", "12"],
        ),
        ("/settings/look/", {}, ["shortcuts_enabled"], [False]),
        ("/settings/privacy/", {"free_busy_visibility": "nobody"}, ["free_busy_visibility"], ["nobody"]),
    ],
)
def test_parts_of_the_profile_are_saved(
    visitor: Client, ada: User, path: str, sent: dict[str, str], names: list[str], kept: list[Any]
) -> None:
    answer = visitor.post(path, sent)
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert profile(ada, *names) == kept
    assert last_entry()[:2] == ("profile_updated", "web")
    # the toast that tells it, and the one that scripts copy
    assert text_of(visitor.get(path)).count('class="toast-text"') == 2


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/settings/", {"full_name": "x" * 151}),
        ("/settings/reading/", {"timezone": "Mars/Olympus", "week_start": "sunday", "hour_cycle": "12"}),
        ("/settings/privacy/", {"free_busy_visibility": "friends"}),
    ],
)
def test_what_is_refused_changes_nothing(visitor: Client, ada: User, path: str, sent: dict[str, str]) -> None:
    before = profile(ada, "full_name", "timezone", "free_busy_visibility")
    answer = visitor.post(path, sent)
    assert (answer.status_code, "Please look at this again" in text_of(answer)) == (422, True)
    assert profile(ada, "full_name", "timezone", "free_busy_visibility") == before


def test_a_new_email_needs_the_password(visitor: Client, ada: User) -> None:
    wrong = visitor.post("/settings/email/", {"email": "new@example.org", "password": "wrong password"})
    assert (wrong.status_code, "Incorrect password" in text_of(wrong)) == (422, True)
    make_user(username="grace", email="grace@example.org")
    taken = visitor.post("/settings/email/", {"email": "GRACE@example.org", "password": PASSWORD})
    assert (taken.status_code, "Email already registered" in text_of(taken)) == (422, True)
    assert profile(ada, "email") == ["ada@example.org"]
    sent = {"email": "new@example.org", "password": PASSWORD}
    assert visitor.post("/settings/email/", sent)["Location"] == "/settings/"
    assert profile(ada, "email") == ["new@example.org"]


def test_mails_to_confirm_by_are_sent_five_times_an_hour(visitor: Client, mailoutbox: list[Any]) -> None:
    for _ in range(6):
        assert visitor.post("/settings/email/confirmation/")["Location"] == "/settings/"
    assert len(mailoutbox) == 5
    assert "We have sent you several already." in text_of(visitor.get("/settings/"))


def test_a_new_password_keeps_this_browser_and_no_other(
    visitor: Client, ada: User, mailoutbox: list[Any]
) -> None:
    other = signed_in()
    wrong = visitor.post("/settings/security/", {"current_password": "wrong", "new_password": ANOTHER})
    assert (wrong.status_code, "Incorrect password" in text_of(wrong)) == (422, True)
    poor = visitor.post("/settings/security/", {"current_password": PASSWORD, "new_password": "short"})
    assert (poor.status_code, "This password is too short." in text_of(poor)) == (422, True)
    assert other.get("/settings/").status_code == 200
    sent = {"current_password": PASSWORD, "new_password": ANOTHER}
    assert visitor.post("/settings/security/", sent)["Location"] == "/settings/security/"
    assert (visitor.get("/settings/").status_code, other.get("/settings/").status_code) == (200, 302)
    assert last_entry() == ("password_changed", "web", "1 other sessions ended")
    assert "Your password was changed." in mailoutbox[-1].body


def test_sessions_are_listed_with_this_one_first(ada: User) -> None:
    signed_in(agent="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile Safari/604.1")
    here = signed_in(agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    Session.objects.filter(device__contains="Linux").update(
        last_used_at=timezone.now() - timedelta(minutes=5)
    )
    page = text_of(here.get("/settings/sessions/"))
    names = re.findall(r"<b>(.*?)(?: <span|</b>)", page)
    assert names == ["Firefox on Linux", "Safari on iPhone"]
    assert (page.count("127.0.0.1 ·"), page.count("this one")) == (2, 1)


def test_ending_a_session_ends_that_browser(visitor: Client, ada: User) -> None:
    other = signed_in()
    session = Session.objects.order_by("-pk")[0]
    assert visitor.post(f"/settings/sessions/{session.pk}/end/")["Location"] == "/settings/sessions/"
    assert (visitor.get("/settings/").status_code, other.get("/settings/").status_code) == (200, 302)
    assert last_entry() == ("session_revoked", "web", "")


def test_ending_ones_own_session_signs_out(visitor: Client) -> None:
    session = Session.objects.get()
    assert visitor.post(f"/settings/sessions/{session.pk}/end/")["Location"] == "/accounts/login/"
    assert visitor.get("/settings/").status_code == 302


def test_all_other_sessions_end_after_a_question(visitor: Client, ada: User) -> None:
    others = [signed_in(), signed_in()]
    assert "Sign out everywhere else" in text_of(visitor.get("/settings/sessions/"))
    asked = text_of(visitor.get("/settings/sessions/end-others/"))
    assert "2 other sessions end at once; this one stays." in asked
    assert [other.get("/settings/").status_code for other in others] == [200, 200]
    assert visitor.post("/settings/sessions/end-others/")["Location"] == "/settings/sessions/"
    assert last_entry() == ("session_revoked", "web", "")
    assert "2 other sessions have ended." in text_of(visitor.get("/settings/sessions/"))
    assert [each.get("/settings/").status_code for each in (visitor, *others)] == [200, 302, 302]


def test_where_there_is_no_other_session_none_is_offered_to_end(visitor: Client) -> None:
    assert "Sign out everywhere else" not in text_of(visitor.get("/settings/sessions/"))
    assert visitor.get("/settings/sessions/end-others/")["Location"] == "/settings/sessions/"


def test_nobody_ends_anothers_session(visitor: Client) -> None:
    make_user(username="grace", email="grace@example.org")
    other = signed_in("grace")
    session = Session.objects.get(user__username="grace")
    assert visitor.post(f"/settings/sessions/{session.pk}/end/").status_code == 404
    assert other.get("/settings/").status_code == 200


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_queries_do_not_depend_on_the_rows(
    visitor: Client, sessions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(sessions - 1):
        signed_in()
    # Django's session, the row with its user, and the sessions
    with django_assert_num_queries(3):
        assert visitor.get("/settings/sessions/").status_code == 200


def test_an_address_is_shown_once(visitor: Client, ada: User) -> None:
    answer = visitor.post("/settings/feeds/", {"name": "Phone", "calendar_id": "", "busy_only": "on"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    (url,) = set(re.findall(r'value="(http://testserver/feeds/[^"]+\.ics)"', answer.content.decode()))
    feed = Feed.objects.get()
    assert (feed.user_id, feed.name, feed.calendar_id, feed.busy_only) == (ada.pk, "Phone", None, True)
    page = text_of(visitor.get("/settings/feeds/"))
    assert ("Phone" in page, url in page, "never read yet" in page) == (True, False, True)
    path = url.removeprefix("http://testserver")
    assert Client().get(path).status_code == 200
    assert "last read" in text_of(visitor.get("/settings/feeds/"))
    assert visitor.post(f"/settings/feeds/{feed.pk}/revoke/")["Location"] == "/settings/feeds/"
    assert Client().get(path).status_code == 404
    assert Entry.objects.filter(verb="feed.revoked").values_list("source", flat=True)[0] == "web"


def test_an_address_of_anothers_calendar_is_refused(visitor: Client) -> None:
    grace = make_user(username="grace", email="grace@example.org")
    foreign = grace.calendars.get().pk
    answer = visitor.post("/settings/feeds/", {"name": "Phone", "calendar_id": str(foreign)})
    assert (answer.status_code, Feed.objects.count()) == (422, 0)


@pytest.mark.parametrize("feeds", [1, 3])
def test_the_page_of_feeds_costs_the_same_for_one_and_three(
    visitor: Client, feeds: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(feeds):
        visitor.post("/settings/feeds/", {"name": f"Feed {number}"})
    with django_assert_num_queries(4):
        assert visitor.get("/settings/feeds/").status_code == 200


def test_the_archive_holds_ones_account(visitor: Client) -> None:
    answer = visitor.post("/settings/data/archive/")
    assert answer["Content-Disposition"] == 'attachment; filename="ada.zip"'
    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        assert b'"ada@example.org"' in archive.read("account.json")
    assert visitor.get("/settings/data/archive/").status_code == 405
