"""Moving a date of a series asks first which dates are meant, and does what was answered."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.doing import toast
from browser.moving import WEEK, clocks, dates, drag, entry_of, grasp, steps, undo, wait_until_moved
from browser.site import Site, event_id

WEEKS = 4


def later(moment: str, *, days: int = 0, minutes: int = 0) -> str:
    at = datetime.fromisoformat(moment) + timedelta(days=days, minutes=minutes)
    return at.strftime("%Y-%m-%d %H:%M")


def all_dates(page: Page, title: str) -> list[str]:
    """The dates of all series of this name: one that is split goes on in another."""
    found = page.request.get("/api/v1/events/", params={"q": title, "limit": "100"}).json()
    numbers = [int(event["id"]) for event in found if event["title"] == title]
    first = page.locator(".timetable-column").first.get_attribute("data-day") or ""
    since = (datetime.fromisoformat(first) - timedelta(days=7)).date().isoformat()
    return sorted(date for number in numbers for date in dates(page, number, since, 7 * WEEKS))


def drag_to_the_hour(page: Page, entry: Locator) -> None:
    """Half an hour down: Yoga then begins at seven."""
    _, quarter = steps(page)
    drag(page, grasp(entry), (0, 2 * quarter))


@pytest.mark.parametrize(
    ("answer", "moves"),
    [
        ("Only this date", lambda date, this: date == this),
        ("This and all that follow", lambda date, this: date >= this),
        ("All dates of the series", lambda date, this: True),
    ],
    ids=["this", "following", "all"],
)
def test_a_drag_asks_which_dates_and_moves_those(
    site: Site, answer: str, moves: Callable[[str, str], bool]
) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Yoga")
        page.goto(WEEK)
        before = all_dates(page, "Yoga")
        entry = entry_of(page, number).last
        this = (entry.get_attribute("data-start") or "").replace("T", " ")
        assert this in before
        drag_to_the_hour(page, entry)
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_label("Only this date")).to_be_checked()
        assert all_dates(page, "Yoga") == before
        dialog.get_by_label(answer).check()
        dialog.get_by_role("button", name="Move", exact=True).click()
        wait_until_moved(page)
        expect(dialog).to_have_count(0)
        assert all_dates(page, "Yoga") == [
            later(date, minutes=30) if moves(date, this) else date for date in before
        ]
        undo(page)
        assert all_dates(page, "Yoga") == before


def test_who_closes_the_question_has_moved_nothing(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Yoga")
        page.goto(WEEK)
        before = all_dates(page, "Yoga")
        entry = entry_of(page, number).first
        grasp(entry)
        place = entry.bounding_box()
        drag_to_the_hour(page, entry)
        page.get_by_role("dialog").wait_for()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(entry).to_be_focused()
        assert entry.bounding_box() == place
        assert all_dates(page, "Yoga") == before


def test_a_key_asks_too_and_one_date_alone_moves(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Yoga")
        page.goto(WEEK)
        entry_of(page, number).first.focus()
        page.keyboard.press("Alt+ArrowDown")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Only this date").check()
        dialog.get_by_role("button", name="Move", exact=True).click()
        wait_until_moved(page)
        event = page.request.get(f"/api/v1/events/{number}").json()
        assert len(event["recurrence_overrides"]) == 1
        undo(page)


def test_a_resized_date_keeps_its_start(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Yoga")
        page.goto(WEEK)
        before = clocks(page, number)
        _, quarter = steps(page)
        drag(page, grasp(entry_of(page, number).first, edge=True), (0, 2 * quarter))
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("All dates of the series").check()
        dialog.get_by_role("button", name="Move", exact=True).click()
        toast(page, "“Yoga” is now on").wait_for()
        assert clocks(page, number) == (before[0], later(before[1], minutes=30))
        undo(page)
        assert clocks(page, number) == before
