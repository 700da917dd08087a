"""What is drawn can be read: no title lies under another event."""

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
