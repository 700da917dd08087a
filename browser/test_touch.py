"""A finger that rests on an event drags it or opens its menu; one that swipes scrolls, and moves nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.doing import toast
from browser.finger import Finger
from browser.moving import (
    QUARTER,
    WEEK,
    clocks,
    entry_of,
    grasp,
    slot,
    steps,
    times,
    undo,
    wait_until_moved,
)
from browser.site import DESKTOP, PHONE, Site, event_id


@contextmanager
def touched(site: Site, size: tuple[int, int]) -> Iterator[tuple[Page, Finger]]:
    """Marta's week on a device with a touch screen."""
    with site.page("marta", size=size, has_touch=True) as page:
        page.goto(WEEK)
        yield page, Finger(page)


def scrolled(page: Page) -> float:
    """How far down the hours are."""
    found = page.evaluate(
        "document.querySelector('.timetable').scrollTop + document.querySelector('.timetable-body').scrollTop"
    )
    return float(found)


def dentist(page: Page) -> tuple[int, Locator]:
    number = event_id(page, "Dentist")
    return number, entry_of(page, number)


SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "tablet"])


@SIZES
def test_a_finger_that_rests_drags(site: Site, size: tuple[int, int]) -> None:
    with touched(site, size) as (page, finger):
        number, entry = dentist(page)
        before = times(page, number)
        _, quarter = steps(page)
        finger.down(grasp(entry))
        finger.rest()
        expect(page.locator(".entry.dragged")).to_have_count(1)
        finger.move((0, 2 * quarter))
        assert times(page, number) == before
        finger.up()
        wait_until_moved(page)
        assert times(page, number) == (before[0] + 2 * QUARTER, before[1] + 2 * QUARTER)
        assert f"/events/{number}/" not in page.url
        undo(page)
        assert times(page, number) == before


@SIZES
def test_a_finger_that_swipes_scrolls_and_moves_nothing(site: Site, size: tuple[int, int]) -> None:
    with touched(site, size) as (page, finger):
        number, entry = dentist(page)
        before = times(page, number)
        point, top = grasp(entry), scrolled(page)
        finger.down(point)
        finger.move((0, -120))
        finger.rest()
        expect(page.locator(".entry.dragged")).to_have_count(0)
        finger.up()
        page.wait_for_timeout(200)
        assert scrolled(page) > top
        assert times(page, number) == before
        expect(page.locator("#entry-menu")).to_be_hidden()


def test_a_finger_that_rests_and_lets_go_opens_the_menu(site: Site) -> None:
    with touched(site, PHONE) as (page, finger):
        number, entry = dentist(page)
        before = times(page, number)
        finger.down(grasp(entry))
        finger.rest()
        finger.up()
        menu = page.locator("#entry-menu")
        menu.get_by_role("link", name="Move…").tap()
        dialog = page.get_by_role("dialog", name="Move “Dentist”")
        dialog.get_by_role("button", name="Cancel").tap()
        expect(dialog).to_have_count(0)
        assert times(page, number) == before


def test_a_finger_at_the_lower_edge_resizes(site: Site) -> None:
    with touched(site, PHONE) as (page, finger):
        number = event_id(page, "User interviews")
        before = times(page, number)
        _, quarter = steps(page)
        finger.down(grasp(entry_of(page, number), edge=True))
        finger.rest()
        finger.move((0, 2 * quarter))
        finger.up()
        toast(page, "“User interviews” is now on").wait_for()
        assert times(page, number) == (before[0], before[1] + timedelta(minutes=30))
        undo(page)
        assert times(page, number) == before


def test_a_tap_opens_the_event(site: Site) -> None:
    with touched(site, PHONE) as (page, _):
        number, entry = dentist(page)
        entry.tap()
        page.wait_for_url(f"**/events/{number}/")


def test_a_tap_on_empty_time_begins_an_event(site: Site) -> None:
    with touched(site, PHONE) as (page, _):
        page.goto(WEEK + "&date=2031-10-08")
        column = page.locator('.timetable-column[data-day="2031-10-08"]')
        point = slot(page, column, "14:10")
        page.touchscreen.tap(*point)
        page.wait_for_url("**/events/new/**")
        page.get_by_label("Title").fill("Tapped")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/new/" not in url)
        assert clocks(page, event_id(page, "Tapped")) == ("2031-10-08 14:00", "2031-10-08 15:00")
