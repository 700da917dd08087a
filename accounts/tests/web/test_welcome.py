"""The first question to a new person."""

from accounts.models import User
from accounts.tests.web.conftest import Browser


def test_the_welcome_keeps_what_is_answered(browser: Browser, ada: User) -> None:
    browser.sign_in("ada")
    assert browser.get("/accounts/welcome/").status_code == 200
    answers = {"timezone": "Asia/Tokyo", "week_start": "sunday", "hour_cycle": "12"}
    assert browser.post("/accounts/welcome/", answers)["Location"] == "/"
    ada.refresh_from_db()
    assert (ada.timezone, ada.week_start, ada.hour_cycle, ada.language) == ("Asia/Tokyo", "sunday", "12", "")
    assert ada.onboarded_at is not None


def test_the_welcome_can_be_skipped(browser: Browser, ada: User) -> None:
    browser.sign_in("ada")
    sent = {"timezone": "Asia/Tokyo", "skip": "1"}
    assert browser.post("/accounts/welcome/?next=//evil.example", sent)["Location"] == "/"
    ada.refresh_from_db()
    assert (ada.timezone, ada.onboarded_at is None) == ("UTC", False)


def test_the_welcome_refuses_what_is_no_choice(browser: Browser, ada: User) -> None:
    browser.sign_in("ada")
    sent = {"timezone": "Mars/Olympus", "week_start": "sunday", "hour_cycle": "12"}
    assert browser.post("/accounts/welcome/", sent).status_code == 422
    ada.refresh_from_db()
    assert (ada.timezone, ada.onboarded_at) == ("UTC", None)
