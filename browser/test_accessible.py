"""Nobody is shut out: axe finds nothing on any page or open dialog, in either theme, wide or narrow."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser.axe import axe_violations
from browser.catalogue import LAUNCH, PLACES, Place
from browser.doing import role_button
from browser.site import DESKTOP, NARROWEST, PHONE, Site, event_id, settle

THEMES = ("light", "dark")


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_axe_finds_nothing_on_any_page(site: Site, place: Place) -> None:
    found = {}
    with site.page(place.user) as page:
        page.goto(place.address(page))
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
        page.goto(place.address(page))
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


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("opened", [open_command, open_keys, open_share, open_role, open_account_menu])
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
