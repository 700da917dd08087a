"""What people have asked of their system is kept to: less motion, colours of their own, and paper."""

import pytest
from playwright.sync_api import Page, expect

from browser.moving import MONTH, WEEK
from browser.site import Site, event_id

PANES = ".calendar-main, .timetable, .timetable-body, .month, .agenda"
CUT_OFF = """panes => panes.filter((pane) => pane.scrollHeight > pane.clientHeight + 1
  && getComputedStyle(pane).overflowY !== "visible").map((pane) => pane.className)"""


def style(page: Page, selector: str, name: str) -> str:
    """A property of the first such element, as the browser reckons it."""
    found = page.locator(selector).first.evaluate(
        "(element, name) => getComputedStyle(element).getPropertyValue(name)", name
    )
    return str(found)


@pytest.mark.parametrize(("wish", "seconds"), [("no-preference", "0.12s"), ("reduce", "0s")])
def test_nothing_moves_by_itself_where_less_motion_is_wanted(site: Site, wish: str, seconds: str) -> None:
    with site.page("marta", reduced_motion=wish) as page:
        page.goto(MONTH)
        assert style(page, ".month-day", "transition-duration") == seconds
        still = page.evaluate(
            """() => {
              const template = document.querySelector("#toast-template").content;
              const toast = template.cloneNode(true).firstElementChild;
              document.querySelector("#toasts").append(toast);
              return toast.getAnimations().length === 0;
            }"""
        )
        assert still == (wish == "reduce")


def test_events_keep_their_outlines_in_forced_colours(site: Site) -> None:
    with site.page("marta", forced_colors="active") as page:
        page.goto(WEEK)
        text = page.evaluate("getComputedStyle(document.body).color")
        assert style(page, ".entry-block", "border-top-style") == "solid"
        assert style(page, ".entry-block", "border-top-color") == text
        page.goto(MONTH)
        # today is told by more than the colour of its ground
        today = style(page, ".month-day.today .month-number", "background-color")
        assert today != style(page, ".month", "background-color")


@pytest.mark.parametrize("view", [WEEK, MONTH, "/calendar/?view=agenda"])
def test_paper_has_the_calendar_and_nothing_that_is_for_hands(site: Site, view: str) -> None:
    with site.page("marta", color_scheme="dark") as page:
        page.goto(view)
        page.emulate_media(media="print")
        for selector in (
            ".header",
            ".calendar-side",
            ".calendar-steps",
            ".calendar-views",
            ".tab-bar",
            "#toasts",
        ):
            expect(page.locator(selector)).to_be_hidden()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        # dark ink on white, and nothing cut off by a pane that would scroll
        assert style(page, "body", "color") == "rgb(0, 0, 0)"
        assert style(page, ".calendar-main", "background-color") == "rgb(255, 255, 255)"
        expect(page.locator(".now-line:visible")).to_have_count(0)
        cut = page.locator(PANES).evaluate_all(CUT_OFF)
        assert cut == []


def test_an_hour_on_paper_shows_its_title_and_its_time(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Lunch with Kenji")
        page.goto(WEEK)
        page.emulate_media(media="print")
        entry = page.locator(f'.timetable-column .entry[data-event="{number}"]')
        spilled = entry.evaluate("entry => entry.scrollHeight > entry.clientHeight")
        assert spilled is False


def test_paper_has_an_event_without_its_buttons(site: Site) -> None:
    with site.page("marta") as page:
        page.goto(f"/events/{event_id(page, 'Dentist')}/")
        page.emulate_media(media="print")
        expect(page.get_by_role("heading", level=1)).to_have_text("Dentist")
        expect(page.get_by_role("link", name="Edit").first).to_be_hidden()
