"""What is drawn can be read: no title lies under another event, and no page scrolls into emptiness."""

from browser.moving import WEEK, entry_of
from browser.opened import open_share
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


def test_what_the_share_dialog_offers_below_stands_in_one_row(site: Site) -> None:
    with site.page("marta") as page:
        open_share(page)
        dialog = page.get_by_role("dialog")
        rows = []
        for name in ("Copy link", "Done"):
            box = dialog.get_by_role("button", name=name).bounding_box()
            assert box is not None
            rows.append(box["y"])
        assert rows[0] == rows[1]
