"""Everything is reached and done by keys alone."""

from playwright.sync_api import Page, expect

from browser.doing import toast
from browser.place import LAUNCH
from browser.site import Site, event_id, settle


def tab_to(page: Page, name: str, *, limit: int = 80) -> None:
    """Presses Tab until what is focused is called like this."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.innerText || document.activeElement.name || ''"):
            return
    raise AssertionError(f"Tab never came to {name}")


def test_the_first_stop_skips_to_the_content(site: Site) -> None:
    with site.page("marta") as page:
        page.goto("/trash/")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Skip to content")
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()


def test_letters_walk_the_calendar(site: Site) -> None:
    with site.page("marta") as page:
        page.goto("/calendar/?view=week")
        view = page.get_by_role("navigation", name="View").locator('[aria-current="page"]')
        for key, name in (("m", "Month"), ("d", "Day"), ("a", "Agenda"), ("w", "Week")):
            page.keyboard.press(key)
            expect(view).to_have_text(name)
        title = page.get_by_role("heading", level=1)
        now = title.inner_text()
        page.keyboard.press("n")
        expect(title).not_to_have_text(now)
        settle(page)
        page.keyboard.press("p")
        expect(title).to_have_text(now)
        settle(page)
        page.keyboard.press("j")
        expect(title).not_to_have_text(now)
        settle(page)
        page.keyboard.press("t")
        expect(title).to_have_text(now)
        settle(page)
        page.keyboard.press("c")
        page.wait_for_url("**/events/new/**")


def test_letters_in_fields_are_letters(site: Site) -> None:
    with site.page("marta") as page:
        page.goto("/events/new/")
        page.get_by_label("Title").focus()
        page.keyboard.type("dance at ten")
        expect(page.get_by_label("Title")).to_have_value("dance at ten")
        assert "/events/new/" in page.url


def test_the_month_is_a_grid(site: Site) -> None:
    with site.page("marta") as page:
        page.goto("/calendar/?view=month&date=2026-11-18")
        page.locator('.month-day[data-day="2026-11-18"]').focus()
        for key, day in (
            ("ArrowRight", "2026-11-19"),
            ("ArrowDown", "2026-11-26"),
            ("ArrowLeft", "2026-11-25"),
            ("ArrowUp", "2026-11-18"),
            ("Home", "2026-11-16"),
            ("End", "2026-11-22"),
        ):
            page.keyboard.press(key)
            expect(page.locator(f'.month-day[data-day="{day}"]')).to_be_focused()


def test_pages_of_the_month_are_turned_and_the_day_stays(site: Site) -> None:
    with site.page("marta") as page:
        page.goto("/calendar/?view=month&date=2026-10-15")
        page.locator('.month-day[data-day="2026-10-31"]').focus()
        for key, title, day in (
            ("PageDown", "November 2026", "2026-11-30"),
            ("PageDown", "December 2026", "2026-12-30"),
            ("PageUp", "November 2026", "2026-11-30"),
        ):
            page.keyboard.press(key)
            expect(page.locator(f'.month-day[data-day="{day}"]')).to_be_focused()
            expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.locator("#announcements")).to_have_text("November 2026")


def test_arrows_walk_out_of_the_month(site: Site) -> None:
    with site.page("marta") as page:
        page.goto("/calendar/?view=month&date=2026-11-18")
        page.locator('.month-day[data-day="2026-12-06"]').focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator('.month-day[data-day="2026-12-07"]')).to_be_focused()
        expect(page.get_by_role("heading", level=1)).to_have_text("December 2026")
        page.locator('.month-day[data-day="2026-11-30"]').focus()
        page.keyboard.press("ArrowLeft")
        expect(page.locator('.month-day[data-day="2026-11-29"]')).to_be_focused()
        expect(page.get_by_role("heading", level=1)).to_have_text("November 2026")


def test_one_day_of_the_month_takes_the_tab_key_and_its_events_follow(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        page.goto("/calendar/?view=month")
        stops = page.locator('.month a[tabindex="0"]')
        entry = page.locator(f'.month .entry[data-event="{number}"]')
        cell = page.locator(".month-cell", has=page.locator(f'.entry[data-event="{number}"]'))
        cell.locator(".month-day").focus()
        expect(page.locator('.month-day[tabindex="0"]')).to_have_count(1)
        expect(stops).to_have_count(cell.locator("a").count())
        page.keyboard.press("Tab")
        expect(entry).to_be_focused()
        # an arrow leads from an event to the day beside its own
        page.keyboard.press("ArrowLeft")
        focused = page.locator(".month-day:focus")
        expect(focused).to_have_count(1)
        assert str(focused.get_attribute("data-day")) < str(
            cell.locator(".month-day").get_attribute("data-day")
        )
        # and an event that has the focus is in the day that takes the Tab key
        entry.focus()
        expect(cell.locator(".month-day")).to_have_attribute("tabindex", "0")


def test_enter_on_a_day_opens_it(site: Site) -> None:
    with site.page("marta") as page:
        page.goto("/calendar/?view=month&date=2026-11-18")
        page.locator('.month-day[data-day="2026-11-19"]').focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/calendar/?view=day&date=2026-11-19")


def test_dialogs_take_the_focus_and_give_it_back(site: Site) -> None:
    with site.page("marta") as page:
        page.goto(f"/events/{event_id(page, LAUNCH)}/")
        link = page.get_by_role("link", name="Share").first
        link.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        dialog.wait_for()
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(link).to_be_focused()


def test_somebody_is_let_in_by_keys_alone(site: Site) -> None:
    with site.page("marta") as page:
        page.goto(f"/events/{event_id(page, 'Metrics review')}/share/")
        tab_to(page, "person")
        page.keyboard.type("lukas")
        page.keyboard.press("Escape")
        page.keyboard.press("Enter")
        expect(toast(page, "lukas has access as Editor.")).to_be_visible()


def test_an_event_is_added_by_a_sentence(site: Site) -> None:
    with site.page("marta") as page:
        page.goto("/calendar/?view=week")
        page.keyboard.press("Control+k")
        page.keyboard.type("Walk with Amara 3 June 2031 07:00-08:00")
        page.get_by_role("dialog").get_by_text("Walk").first.wait_for()
        page.wait_for_timeout(600)
        page.keyboard.press("Enter")
        page.locator("#toasts").get_by_role("button", name="Undo").wait_for()
