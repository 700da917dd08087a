"""Events are moved and resized by hand, by key and by a form, and every way has its way back."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.doing import toast
from browser.site import Site, event_id

WEEK = "/calendar/?view=week"
QUARTER = timedelta(minutes=15)


def times(page: Page, number: int) -> tuple[datetime, datetime]:
    """When the event is by now."""
    event = page.request.get(f"/api/v1/events/{number}").json()
    return datetime.fromisoformat(event["start_time"]), datetime.fromisoformat(event["end_time"])


def entry_of(page: Page, number: int) -> Locator:
    return page.locator(f'.timetable-column .entry[data-event="{number}"]')


def drag(page: Page, from_: tuple[float, float], by: tuple[float, float], *, drop: bool = True) -> None:
    page.mouse.move(*from_)
    page.mouse.down()
    page.mouse.move(from_[0] + by[0], from_[1] + by[1], steps=8)
    if drop:
        page.mouse.up()


def grasp(entry: Locator, *, edge: bool = False) -> tuple[float, float]:
    """Where one takes hold of an entry: in its upper half, or at the edge below."""
    entry.scroll_into_view_if_needed()
    box = entry.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + (box["height"] - 3 if edge else min(12, box["height"] / 2))


def steps(page: Page) -> tuple[float, float]:
    """A day and a quarter of an hour, in pixels."""
    box = page.locator(".timetable-column").first.bounding_box()
    assert box is not None
    return box["width"], box["height"] / 96


def undo(page: Page) -> None:
    page.locator("#toasts").get_by_role("button", name="Undo").last.click()
    toast(page, "Undone.").wait_for()


def test_dragging_moves_and_the_toast_takes_it_back(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        before = times(page, number)
        page.goto(WEEK)
        day, quarter = steps(page)
        drag(page, grasp(entry_of(page, number)), (-day, 2 * quarter))
        page.locator("#toasts").get_by_role("button", name="Undo").wait_for()
        shift = timedelta(days=-1) + 2 * QUARTER
        assert times(page, number) == (before[0] + shift, before[1] + shift)
        undo(page)
        assert times(page, number) == before


def test_the_edge_resizes_and_the_key_z_takes_it_back(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        before = times(page, number)
        page.goto(WEEK)
        _, quarter = steps(page)
        drag(page, grasp(entry_of(page, number), edge=True), (0, 2 * quarter))
        page.locator("#toasts").get_by_role("button", name="Undo").wait_for()
        assert times(page, number) == (before[0], before[1] + 2 * QUARTER)
        page.keyboard.press("z")
        toast(page, "Undone.").wait_for()
        assert times(page, number) == before


def test_escape_leaves_everything_as_it_was(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        before = times(page, number)
        page.goto(WEEK)
        day, quarter = steps(page)
        drag(page, grasp(entry_of(page, number)), (-day, 4 * quarter), drop=False)
        page.keyboard.press("Escape")
        page.mouse.up()
        page.wait_for_timeout(300)
        assert times(page, number) == before


@pytest.mark.parametrize(
    ("key", "shift"),
    [
        ("Alt+ArrowDown", QUARTER),
        ("Alt+ArrowUp", -QUARTER),
        ("Alt+ArrowRight", timedelta(days=1)),
        ("Alt+ArrowLeft", timedelta(days=-1)),
    ],
)
def test_keys_move_and_the_focus_stays(site: Site, key: str, shift: timedelta) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        before = times(page, number)
        page.goto(WEEK)
        entry_of(page, number).focus()
        page.keyboard.press(key)
        page.locator("#toasts").get_by_role("button", name="Undo").wait_for()
        assert times(page, number) == (before[0] + shift, before[1] + shift)
        expect(entry_of(page, number)).to_be_focused()
        undo(page)
        assert times(page, number) == before


def test_a_taken_time_is_said_and_one_may_save_anyway(site: Site) -> None:
    with site.page("marta") as page:
        number, other = event_id(page, "Dentist"), event_id(page, "Focus: quarterly narrative")
        before, taken = times(page, number), times(page, other)
        page.goto(WEEK)
        day, quarter = steps(page)
        by = (taken[0] - before[0]) / QUARTER
        days = round(by / 96)
        drag(page, grasp(entry_of(page, number)), (days * day, (by - days * 96) * quarter))
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Overlaps Focus: quarterly narrative")
        assert times(page, number) == before
        dialog.get_by_role("button", name="Save anyway").click()
        page.locator("#toasts").get_by_role("button", name="Undo").wait_for()
        assert times(page, number)[0] == taken[0]
        undo(page)
        assert times(page, number) == before


def test_a_server_that_does_not_answer_moves_nothing(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        page.goto(WEEK)
        entry = entry_of(page, number)
        place = entry.bounding_box()
        page.route("**/move/**", lambda route: route.abort())
        entry.focus()
        page.keyboard.press("Alt+ArrowDown")
        toast(page, "This could not be saved.").wait_for()
        assert entry.bounding_box() == place
    # that the network failed is what Chromium says, and right
    site.complaints[:] = [line for line in site.complaints if "net::ERR_FAILED" not in line]


def test_one_date_of_a_series_is_asked_about_first(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Yoga")
        page.goto(WEEK)
        entry_of(page, number).first.focus()
        page.keyboard.press("Alt+ArrowDown")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Only this date").check()
        dialog.get_by_role("button", name="Move", exact=True).click()
        page.locator("#toasts").get_by_role("button", name="Undo").wait_for()
        event = page.request.get(f"/api/v1/events/{number}").json()
        assert len(event["recurrence_overrides"]) == 1
        undo(page)
