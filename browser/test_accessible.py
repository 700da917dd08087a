"""Nobody is shut out: axe finds nothing on any page or open dialog, in either theme, wide or narrow."""

import pytest

from browser.axe import axe_violations
from browser.catalogue import PLACES
from browser.opened import OPENINGS, Opening
from browser.place import Place
from browser.site import DESKTOP, NARROWEST, PHONE, Site, settle

THEMES = ("light", "dark")


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_every_page_is_for_everybody(site: Site, place: Place) -> None:
    found = {}
    page = site.kept_page(place.user)
    place.open(site, page)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for theme in THEMES if place.themed else THEMES[:1]:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            if violations := axe_violations(page):
                found[f"{size[0]} {theme}"] = violations
    page.set_viewport_size({"width": NARROWEST[0], "height": NARROWEST[1]})
    widths = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth]")
    if max(widths) > NARROWEST[0]:
        found["scrolls sideways at"] = widths
    assert found == {}


@pytest.mark.parametrize(
    ("opening", "size"),
    [
        pytest.param(opening, size, id=f"{opening}-{size[0]}")
        for opening in OPENINGS
        for size in opening.sizes
    ],
)
def test_what_opens_is_for_everybody(site: Site, opening: Opening, size: tuple[int, int]) -> None:
    found = {}
    page = site.kept_page("marta")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    opening.do(page)
    settle(page)
    for theme in THEMES:
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        if violations := axe_violations(page, opening.within):
            found[theme] = violations
    assert found == {}
