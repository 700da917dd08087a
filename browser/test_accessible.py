"""Nobody is shut out: axe finds nothing on any page or open dialog, in either theme, wide or narrow."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.axe import axe_violations
from browser.catalogue import LAUNCH, PLACES, Place
from browser.doing import edit, role_button
from browser.site import DESKTOP, NARROWEST, PHONE, Site, event_id, settle

THEMES = ("light", "dark")
FILE = Path(__file__).parent.parent / "feeds" / "tests" / "files" / "apple.ics"


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_axe_finds_nothing_on_any_page(site: Site, place: Place) -> None:
    found = {}
    with site.page(place.user) as page:
        place.open(page)
        for size in (DESKTOP, PHONE):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            for theme in THEMES:
                page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
                if violations := axe_violations(page):
                    found[f"{size[0]} {theme}"] = violations
    assert found == {}


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_no_page_scrolls_sideways_at_320_pixels(site: Site, place: Place) -> None:
    with site.page(place.user, size=NARROWEST) as page:
        place.open(page)
        widths = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth]")
    assert max(widths) <= NARROWEST[0]


def open_command(page: Page) -> None:
    page.goto("/help/")
    page.keyboard.press("Control+k")
    page.get_by_role("dialog").wait_for()


def open_keys(page: Page) -> None:
    page.goto("/activity/")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()


def open_share(page: Page) -> None:
    page.goto(f"/events/{event_id(page, LAUNCH)}/")
    page.get_by_role("link", name="Share").first.click()
    page.get_by_role("dialog").wait_for()


def open_role(page: Page) -> None:
    open_share(page)
    role_button(page, "Kenji Ono").click()


def open_account_menu(page: Page) -> None:
    page.goto("/help/")
    page.locator(".account-menu summary").click()


def open_move(page: Page) -> None:
    page.goto("/calendar/?view=week")
    page.locator(f'.entry[data-event="{event_id(page, "Yoga")}"]').first.focus()
    page.keyboard.press("Alt+ArrowDown")
    page.get_by_role("dialog").wait_for()


def open_entry_menu(page: Page) -> None:
    page.goto("/calendar/?view=week")
    page.locator(".timetable-column .entry[data-move]").first.click(button="right")
    page.locator("#entry-menu").wait_for()


def open_answers(page: Page) -> None:
    open_command(page)
    page.keyboard.type("Lunch with Kenji 12 June 2031 12:30")
    page.locator(".command-result").first.wait_for()


def open_clash(page: Page) -> None:
    page.goto(f"/events/{event_id(page, 'Dentist')}/edit/")
    times = page.request.get(f"/api/v1/events/{event_id(page, 'Focus: quarterly narrative')}").json()
    for side in ("Start", "End"):
        page.get_by_label(f"{side} day").fill(times["start_time"][:10])
    page.get_by_label(re.compile("^Start time")).fill("09:15")
    page.get_by_label(re.compile("^End time")).fill("10:00")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("group", name="Conflict").first.wait_for()


def open_stale(page: Page) -> None:
    number = event_id(page, "Metrics review")
    save = edit(page, number, Where="Room of mine")
    now = page.request.get(f"/api/v1/events/{number}").json()["version"]
    page.request.patch(
        f"/api/v1/events/{number}",
        data={"location": f"Room {now}"},
        headers={"X-CSRFToken": page.locator("body").get_attribute("data-csrf-token") or ""},
    )
    save()
    page.get_by_text("Somebody else has changed this too").wait_for()


def open_report(page: Page) -> None:
    page.goto("/import/")
    page.get_by_label("Calendar file").set_input_files(FILE)
    page.get_by_role("button", name="Show what would happen").click()
    page.wait_for_url("**/import/*/")


def open_refusal(page: Page) -> None:
    page.goto("/events/new/")
    page.get_by_role("button", name="Create event").click()
    page.locator(".form-errors").wait_for()


OPENED = (
    open_command,
    open_answers,
    open_keys,
    open_share,
    open_role,
    open_move,
    open_entry_menu,
    open_clash,
    open_stale,
    open_report,
    open_refusal,
    open_account_menu,
)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("opened", OPENED)
def test_axe_finds_nothing_in_what_opens(
    site: Site, opened: Callable[[Page], None], size: tuple[int, int]
) -> None:
    found = {}
    # what a menu covers in part is no smaller for that: it has only to be closed
    within = ".account-menu" if opened is open_account_menu else None
    with site.page("marta", size=size) as page:
        opened(page)
        settle(page)
        for theme in THEMES:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            if violations := axe_violations(page, within):
                found[theme] = violations
    assert found == {}
