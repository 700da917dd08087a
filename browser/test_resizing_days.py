"""What is drawn across days gets another end by hand, finger and key, with its question and its way back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.finger import Finger
from browser.moving import drag, middle, undo, wait_until_moved
from browser.site import DESKTOP, PHONE, Site
from browser.visitor import Visitor

WEEK, MONTH = "/calendar/?view=week&date=2031-05-14", "/calendar/?view=month&date=2031-05-14"


@pytest.fixture(autouse=True)
def marta(site: Site) -> Iterator[Visitor]:
    """She makes her events without a form, and leaves a free month behind."""
    marta = site.visitor("marta")
    yield marta
    found = marta.json("/occurrences/?from=2031-05-01T00:00:00Z&to=2031-05-31T00:00:00Z")
    for number in {each["event_id"] for each in found if each["title"] == "Fair"}:
        marta.write("DELETE", f"/events/{number}", None)


def plan(marta: Visitor, start: str, end: str, **more: object) -> int:
    """The end of whole days is the day after the last."""
    body = {"title": "Fair", "start_time": start, "end_time": end, **more}
    return int(marta.write("POST", "/events/", body)["id"])


def plan_days(marta: Visitor, first: str, day_after: str, **more: object) -> int:
    return plan(marta, first, day_after, is_all_day=True, **more)


def days(page: Page, number: int) -> tuple[str, str]:
    event = page.request.get(f"/api/v1/events/{number}").json()
    return event["start_time"], event["end_time"]


def bar(page: Page, number: int) -> Locator:
    return page.locator(f'.entry-bar[data-event="{number}"]').last


def end_of(entry: Locator) -> tuple[float, float]:
    """Where one takes hold of the last day's edge."""
    box = entry.bounding_box()
    assert box is not None
    return box["x"] + box["width"] - 3, box["y"] + box["height"] / 2


def width_of_day(page: Page) -> float:
    box = page.locator(".timetable-column, .month-day").first.bounding_box()
    assert box is not None
    return box["width"]


@pytest.mark.parametrize("address", [WEEK, MONTH], ids=["week", "month"])
@pytest.mark.parametrize(("by", "end"), [(2, "2031-05-17"), (-1, "2031-05-14")], ids=["longer", "shorter"])
def test_the_end_of_a_bar_resizes_by_days_and_back(
    site: Site, marta: Visitor, address: str, by: int, end: str
) -> None:
    with site.page("marta") as page:
        number = plan_days(marta, "2031-05-13", "2031-05-15")
        page.goto(address)
        was = bar(page, number).bounding_box()
        drag(page, end_of(bar(page, number)), (by * width_of_day(page), 0), drop=False)
        now = bar(page, number).bounding_box()
        assert was is not None
        assert now is not None
        assert now["x"] == was["x"]
        assert abs(now["width"] - was["width"] - by * width_of_day(page)) < 3
        page.mouse.up()
        wait_until_moved(page)
        assert days(page, number) == ("2031-05-13", end)
        expect(bar(page, number)).to_be_focused()
        undo(page)
        assert days(page, number) == ("2031-05-13", "2031-05-15")


def test_a_bar_is_pulled_into_another_week_of_the_month(site: Site, marta: Visitor) -> None:
    with site.page("marta") as page:
        number = plan_days(marta, "2031-05-13", "2031-05-15")
        page.goto(MONTH)
        day = middle(page.locator('.month-day[data-day="2031-05-20"]'))
        x, y = end_of(bar(page, number))
        drag(page, (x, y), (day[0] - x, day[1] - y), drop=False)
        expect(page.locator(".month-day.aimed-at")).to_have_count(8)
        page.mouse.up()
        wait_until_moved(page)
        assert days(page, number) == ("2031-05-13", "2031-05-21")
        # it ends in the second of its weeks now, and only there
        expect(page.locator(f'.entry-bar[data-event="{number}"] [data-resize]')).to_have_count(1)
        drag(page, end_of(bar(page, number)), (-width_of_day(page), 0))
        expect(page.locator(".toast-text")).to_have_count(2)
        assert days(page, number) == ("2031-05-13", "2031-05-20")


def test_a_bar_keeps_a_day_at_least(site: Site, marta: Visitor) -> None:
    with site.page("marta") as page:
        number = plan_days(marta, "2031-05-14", "2031-05-16")
        page.goto(WEEK)
        drag(page, end_of(bar(page, number)), (-4 * width_of_day(page), 0))
        wait_until_moved(page)
        assert days(page, number) == ("2031-05-14", "2031-05-15")
        bar(page, number).focus()
        page.keyboard.press("Alt+Shift+ArrowLeft")
        page.wait_for_timeout(200)
        assert days(page, number) == ("2031-05-14", "2031-05-15")


def test_escape_leaves_the_bar_as_it_was(site: Site, marta: Visitor) -> None:
    with site.page("marta") as page:
        number = plan_days(marta, "2031-05-13", "2031-05-15")
        page.goto(WEEK)
        was = bar(page, number).bounding_box()
        drag(page, end_of(bar(page, number)), (2 * width_of_day(page), 0), drop=False)
        page.keyboard.press("Escape")
        page.mouse.up()
        assert bar(page, number).bounding_box() == was
        assert days(page, number) == ("2031-05-13", "2031-05-15")


@pytest.mark.parametrize("address", [WEEK, MONTH], ids=["week", "month"])
@pytest.mark.parametrize(
    ("key", "end"),
    [("Right", "2031-05-16"), ("Left", "2031-05-14"), ("Down", "2031-05-22")],
)
def test_keys_resize_a_bar_and_it_is_announced(
    site: Site, marta: Visitor, address: str, key: str, end: str
) -> None:
    with site.page("marta") as page:
        number = plan_days(marta, "2031-05-13", "2031-05-15")
        page.goto(address)
        bar(page, number).focus()
        page.keyboard.press(f"Alt+Shift+Arrow{key}")
        wait_until_moved(page)
        assert days(page, number) == ("2031-05-13", end)
        expect(page.locator('[role="status"] .toast-text')).to_contain_text("“Fair” is now on")
        expect(page.locator(f'.entry-bar[data-event="{number}"]:focus')).to_have_count(1)
        undo(page)
        assert days(page, number) == ("2031-05-13", "2031-05-15")


def test_what_lasts_for_days_keeps_its_hours(site: Site, marta: Visitor) -> None:
    with site.page("marta") as page:
        number = plan(marta, "2031-05-13T17:00:00Z", "2031-05-15T08:00:00Z", transparency="transparent")
        page.goto(WEEK)
        drag(page, end_of(bar(page, number)), (width_of_day(page), 0))
        wait_until_moved(page)
        assert days(page, number) == ("2031-05-13T17:00:00Z", "2031-05-16T08:00:00Z")


@pytest.mark.parametrize(
    ("answer", "ends"),
    [
        ("Only this date", ["2031-05-07", "2031-05-15", "2031-05-21"]),
        ("This and all that follow", ["2031-05-07", "2031-05-15", "2031-05-22"]),
        ("All dates of the series", ["2031-05-08", "2031-05-15", "2031-05-22"]),
    ],
    ids=["this", "following", "all"],
)
def test_a_bar_of_a_series_asks_which_dates(site: Site, marta: Visitor, answer: str, ends: list[str]) -> None:
    with site.page("marta") as page:
        number = plan_days(marta, "2031-05-06", "2031-05-07", rrule="FREQ=WEEKLY;COUNT=3")
        page.goto(WEEK)
        drag(page, end_of(bar(page, number)), (width_of_day(page), 0))
        dialog = page.get_by_role("dialog")
        dialog.get_by_label(answer).check()
        dialog.get_by_role("button", name="Move", exact=True).click()
        wait_until_moved(page)
        found = marta.json("/occurrences/?from=2031-05-05T00:00:00Z&to=2031-05-31T00:00:00Z")
        assert [each["end_time"] for each in found if each["title"] == "Fair"] == ends
        undo(page)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "tablet"])
def test_a_finger_at_the_end_of_a_bar_resizes(site: Site, marta: Visitor, size: tuple[int, int]) -> None:
    with site.page("marta", size=size, has_touch=True) as page:
        number = plan_days(marta, "2031-05-14", "2031-05-15")
        page.goto(WEEK)
        finger = Finger(page)
        x, y = end_of(bar(page, number))
        finger.down((x - 6, y))
        finger.rest()
        finger.move((width_of_day(page), 0))
        finger.up()
        wait_until_moved(page)
        assert days(page, number) == ("2031-05-14", "2031-05-16")


def test_the_button_of_the_menu_leaves_the_end_free(site: Site, marta: Visitor) -> None:
    with site.page("marta") as page:
        number = plan_days(marta, "2031-05-14", "2031-05-15")
        page.goto(MONTH)
        bar(page, number).hover()
        opener, entry = page.locator("#entry-menu-opener").bounding_box(), bar(page, number).bounding_box()
        assert opener is not None
        assert entry is not None
        assert opener["x"] + opener["width"] <= entry["x"] + entry["width"] - 7
