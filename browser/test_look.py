"""What is drawn can be read: no title lies under another event, and no page scrolls into emptiness."""

from browser.moving import WEEK, entry_of
from browser.site import DESKTOP, PHONE, Site, event_id


def test_a_title_stays_clear_of_the_event_that_lies_over_its_own(site: Site) -> None:
    for size in (DESKTOP, PHONE):
        with site.page("marta", size=size) as page:
            below, above = event_id(page, "Bug bash"), event_id(page, "Metrics review")
            page.goto(WEEK)
            title = entry_of(page, below).locator(".entry-title").bounding_box()
            cover = entry_of(page, above).bounding_box()
            assert title is not None
            assert cover is not None
            assert title["x"] + title["width"] <= cover["x"]


def test_a_view_of_the_calendar_fills_the_window_and_no_more(site: Site) -> None:
    for size in (DESKTOP, PHONE):
        with site.page("marta", size=size) as page:
            for view in ("month", "week", "day", "agenda", "agenda&select=1", "agenda&q=stand"):
                page.goto(f"/calendar/?view={view}")
                height = page.evaluate("document.scrollingElement.scrollHeight")
                assert (view, height) == (view, size[1])
