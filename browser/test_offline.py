"""Without a connection nothing is lost and everything is said, and with it all goes on."""

import re

from playwright.sync_api import Page, expect

from browser.doing import toast
from browser.moving import QUARTER, WEEK, drag, entry_of, grasp, steps, times, undo, wait_until_moved
from browser.site import Site, event_id, settle


def forgive(site: Site) -> None:
    """That the network has failed is what Chromium says, and right."""
    site.complaints[:] = [
        line for line in site.complaints if not re.search("net::ERR_|Failed to fetch", line)
    ]


def wait_for_worker(page: Page) -> None:
    """Until the page for no connection is kept."""
    settle(page)
    page.evaluate("async () => { await navigator.serviceWorker.ready }")


def test_a_drag_without_a_connection_is_put_back_and_said(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        before = times(page, number)
        page.goto(WEEK)
        entry = entry_of(page, number)
        point, place = grasp(entry), entry.bounding_box()
        _, quarter = steps(page)
        page.context.set_offline(True)
        drag(page, point, (0, 4 * quarter))
        toast(page, "This could not be saved. You may be offline; nothing was changed.").wait_for()
        assert entry.bounding_box() == place
        page.context.set_offline(False)
        assert times(page, number) == before
        drag(page, point, (0, quarter))
        wait_until_moved(page)
        assert times(page, number) == (before[0] + QUARTER, before[1] + QUARTER)
        undo(page)
        assert times(page, number) == before
    forgive(site)


def test_the_next_week_without_a_connection_is_told_and_this_one_stays(site: Site) -> None:
    with site.page("marta") as page:
        page.goto(WEEK)
        settle(page)
        title = page.get_by_role("heading", level=1)
        now = title.inner_text()
        page.context.set_offline(True)
        page.keyboard.press("n")
        toast(page, "This did not reach the server. You may be offline.").wait_for()
        expect(title).to_have_text(now)
        page.context.set_offline(False)
        page.keyboard.press("n")
        expect(title).not_to_have_text(now)
    forgive(site)


def test_another_page_without_a_connection_is_one_of_ours_and_leads_back(site: Site) -> None:
    with site.page("marta") as page:
        page.goto(WEEK)
        wait_for_worker(page)
        page.context.set_offline(True)
        page.goto("/trash/")
        expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
        page.context.set_offline(False)
        page.get_by_role("link", name="Try again").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Trash")
        assert page.url.endswith("/trash/")
    forgive(site)
