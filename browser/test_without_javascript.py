"""Everything works where no script runs: links, forms, and whole pages."""

import re
from pathlib import Path

from playwright.sync_api import expect

from browser.catalogue import PLACES
from browser.doing import create, edit, role_button, share_with, sign_up, toast
from browser.site import Site, event_id

FILE = Path(__file__).parent.parent / "feeds" / "tests" / "files" / "google.ics"


def test_a_life_without_scripts(site: Site) -> None:
    with site.page(java_script_enabled=False) as page:
        sign_up(page, "nora", "Nora Falk")
        number = create(page, "Reading group", "2031-05-05", "18:00", "19:00")
        share_with(page, number, "kenji", "Viewer")
        role_button(page, "Kenji Ono").click()
        page.get_by_role("button", name="Editors can also").click()
        expect(role_button(page, "Kenji Ono")).to_contain_text("Editor")

        edit(page, number, Title="Reading group, May")()
        expect(page.get_by_role("heading", level=1)).to_have_text("Reading group, May")

        page.goto(f"/events/{number}/restore/1/")
        page.get_by_role("button", name="Restore version 1").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Reading group")

        page.goto(f"/events/{number}/delete/")
        page.locator("main").get_by_role("button", name="Delete").click()
        page.goto("/trash/")
        page.get_by_role("button", name=re.compile("Restore.*Reading group")).click()
        expect(toast(page, "“Reading group” has been restored.")).to_be_visible()
        page.locator("#toasts").get_by_role("button", name="Undo").click()
        expect(toast(page, "Undone.")).to_be_visible()
        assert page.request.get(f"/api/v1/events/{number}").status == 404


def test_the_calendar_is_walked_by_links(site: Site) -> None:
    with site.page("marta", java_script_enabled=False) as page:
        page.goto("/calendar/?view=month")
        title = page.get_by_role("heading", level=1).inner_text()
        page.get_by_role("link", name="Next").click()
        assert page.get_by_role("heading", level=1).inner_text() != title
        for view in ("Week", "Day", "Agenda", "Month"):
            page.get_by_role("navigation", name="View").get_by_role("link", name=view).click()
            current = page.get_by_role("navigation", name="View").locator('[aria-current="page"]')
            expect(current).to_have_text(view)


def test_an_event_is_moved_by_its_form(site: Site) -> None:
    with site.page("marta", java_script_enabled=False) as page:
        number = event_id(page, "Dentist")
        before = page.request.get(f"/api/v1/events/{number}").json()
        page.goto(f"/events/{number}/move/")
        page.get_by_role("button", name="Move", exact=True).wait_for()
        start = page.locator('[name="start"]').input_value()
        end = page.locator('[name="end"]').input_value()
        page.locator('[name="start"]').fill(start.replace("T08:30", "T07:30"))
        page.locator('[name="end"]').fill(end.replace("T09:15", "T08:15"))
        page.get_by_role("button", name="Move", exact=True).click()
        page.wait_for_load_state()
        after = page.request.get(f"/api/v1/events/{number}").json()
        assert after["version"] == before["version"] + 1


def test_a_file_is_imported_after_a_look(site: Site) -> None:
    with site.page("lukas", java_script_enabled=False) as page:
        page.goto("/import/")
        page.get_by_label("Calendar file").set_input_files(FILE)
        page.get_by_role("button", name="Show what would happen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Import “google.ics”?")
        page.get_by_role("button", name="Import 4 events").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Imported “google.ics”")
        page.get_by_role("button", name="Undo the import").click()
        expect(toast(page, "Undone.")).to_be_visible()


def test_every_page_says_what_it_is(site: Site) -> None:
    """One h1, a title of its own, and no page is empty without scripts."""
    titles = {}
    for user in sorted({place.user for place in PLACES}):
        with site.page(user, java_script_enabled=False) as page:
            for place in (place for place in PLACES if place.user == user):
                place.open(site, page)
                assert page.locator("h1").count() == 1, place
                assert page.locator("h1").inner_text().strip(), place
                titles[place.name] = page.title()
    assert [name for name, title in titles.items() if not title.strip()] == []
