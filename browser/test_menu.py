"""The menu of an event: whatever opens it, it opens, edits and moves, and gives the focus back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.doing import toast
from browser.moving import MONTH, WEEK, times, undo
from browser.site import Site, event_id

VIEWS = {WEEK: ".timetable-column", MONTH: ".month"}


def by_right_button(page: Page, entry: Locator) -> None:
    entry.click(button="right")


def by_its_button(page: Page, entry: Locator) -> None:
    entry.hover()
    page.get_by_role("button", name="Menu of this event").click()


def by_menu_key(page: Page, entry: Locator) -> None:
    entry.focus()
    page.keyboard.press("ContextMenu")


def by_shift_f10(page: Page, entry: Locator) -> None:
    entry.focus()
    page.keyboard.press("Shift+F10")


OPENERS = [by_right_button, by_its_button, by_menu_key, by_shift_f10]


@pytest.mark.parametrize("opens", OPENERS)
@pytest.mark.parametrize("view", VIEWS)
def test_the_menu_moves_without_any_dragging(
    site: Site, view: str, opens: Callable[[Page, Locator], None]
) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        before = times(page, number)
        page.goto(view)
        entry = page.locator(f'{VIEWS[view]} .entry[data-event="{number}"]')
        opens(page, entry)
        menu = page.locator("#entry-menu")
        expect(menu.get_by_role("link", name="Open")).to_be_focused()
        menu.get_by_role("link", name="Move…").click()
        dialog = page.get_by_role("dialog", name="Move “Dentist”")
        start = dialog.get_by_label("Start")
        later = datetime.fromisoformat(start.input_value()) + timedelta(minutes=30)
        start.fill(later.isoformat(timespec="minutes"))
        dialog.get_by_role("button", name="Move", exact=True).click()
        toast(page, "“Dentist” moved to").wait_for()
        assert times(page, number) == (before[0] + timedelta(minutes=30), before[1])
        undo(page)
        assert times(page, number) == before


@pytest.mark.parametrize("opens", OPENERS)
def test_escape_closes_the_menu_and_the_focus_is_with_the_event(
    site: Site, opens: Callable[[Page, Locator], None]
) -> None:
    with site.page("marta") as page:
        page.goto(WEEK)
        entry = page.locator(f'.timetable-column .entry[data-event="{event_id(page, "Dentist")}"]')
        opens(page, entry)
        page.keyboard.press("Escape")
        expect(page.locator("#entry-menu")).to_be_hidden()
        expect(entry).to_be_focused()


@pytest.mark.parametrize(("name", "path"), [("Open", ""), ("Edit", "edit/")])
def test_the_menu_leads_to_the_event(site: Site, name: str, path: str) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        page.goto(WEEK)
        by_right_button(page, page.locator(f'.timetable-column .entry[data-event="{number}"]'))
        page.locator("#entry-menu").get_by_role("link", name=name).click()
        page.wait_for_url(f"**/events/{number}/{path}")


def test_who_may_only_look_is_offered_only_that(site: Site) -> None:
    with site.page("amara") as page:
        number = event_id(page, "Roadmap workshop")
        page.goto(WEEK)
        entry = page.locator(f'.timetable-column .entry[data-event="{number}"]')
        entry.hover()
        expect(page.locator("#entry-menu-opener")).to_be_hidden()
        by_right_button(page, entry)
        expect(page.locator("#entry-menu a:visible")).to_have_text(["Open"])
