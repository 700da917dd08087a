"""Several events are chosen and changed at once: by mouse, by keys, and without scripts."""

from playwright.sync_api import Page, expect

from browser.doing import create, toast
from browser.site import Site, event_id

AGENDA = "/calendar/?view=agenda&date=2031-"


def plan(page: Page, month: str, *titles: str) -> None:
    """An event a day, in a month of the test's own."""
    for day, title in enumerate(titles, 1):
        create(page, title, f"2031-{month}-0{day}", "05:00", "06:00")


def starts(page: Page, *titles: str) -> list[str]:
    numbers = [event_id(page, title) for title in titles]
    return [page.request.get(f"/api/v1/events/{number}").json()["start_time"] for number in numbers]


def test_a_range_is_chosen_by_mouse_and_moved_and_undone(site: Site) -> None:
    titles = ("Alpha one", "Alpha two", "Alpha three")
    with site.page("marta") as page:
        plan(page, "07", *titles)
        before = starts(page, *titles)
        page.goto(f"{AGENDA}07-01&q=Alpha")
        page.get_by_role("link", name="Select", exact=True).click()
        page.get_by_role("checkbox", name="Alpha one").check()
        page.get_by_role("checkbox", name="Alpha three").click(modifiers=["Shift"])
        expect(page.get_by_text("3 events are selected")).to_be_visible()
        page.get_by_role("button", name="Change these…").click()
        page.get_by_label("Move to another time").check()
        page.get_by_label("Hours").fill("2")
        page.get_by_role("button", name="Show what would happen").click()
        expect(page.get_by_text("3 can be done")).to_be_visible()
        page.get_by_role("button", name="Change them").click()
        expect(toast(page, "3 events changed.")).to_be_visible()
        assert starts(page, *titles) != before
        page.keyboard.press("z")
        expect(toast(page, "Undone.")).to_be_visible()
        assert starts(page, *titles) == before


def test_keys_choose_and_end_it(site: Site) -> None:
    with site.page("marta") as page:
        plan(page, "08", "Beta one", "Beta two")
        page.goto(f"{AGENDA}08-01&q=Beta")
        page.keyboard.press("s")
        page.wait_for_url("**select=1")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        expect(page.get_by_text("One event is selected")).to_be_visible()
        page.keyboard.press("Shift+ArrowDown")
        expect(page.get_by_text("2 events are selected")).to_be_visible()
        page.get_by_role("button", name="Select all").click()
        expect(page.get_by_text("Nothing is selected")).to_be_visible()
        expect(page.get_by_role("button", name="Change these…")).to_be_disabled()
        page.keyboard.press("Escape")
        page.wait_for_url(lambda url: "select" not in url)


def test_without_scripts_it_is_a_form(site: Site) -> None:
    with site.page("marta", java_script_enabled=False) as page:
        plan(page, "09", "Gamma one", "Gamma two")
        page.goto(f"{AGENDA}09-01")
        page.get_by_role("link", name="Select", exact=True).click()
        for title in ("Gamma one", "Gamma two"):
            page.get_by_role("checkbox", name=title).check()
        page.get_by_role("button", name="Change these…").click()
        page.get_by_label("Move to the trash").check()
        page.get_by_role("button", name="Show what would happen").click()
        page.get_by_role("button", name="Move them to the trash").click()
        expect(toast(page, "2 events moved to the trash.")).to_be_visible()
        page.locator("#toasts").get_by_role("button", name="Undo").click()
        expect(toast(page, "Undone.")).to_be_visible()
        assert event_id(page, "Gamma one") > 0


def test_several_of_the_trash_come_back_and_go_again(site: Site) -> None:
    with site.page("kenji") as page:
        numbers = [create(page, f"Shelved {day}", f"2031-09-0{day}", "10:00", "11:00") for day in (1, 2)]
        for number in numbers:
            site.visitor("kenji").write("DELETE", f"/events/{number}", None)
        page.goto("/trash/")
        page.get_by_role("link", name="Select", exact=True).click()
        restore = page.get_by_role("button", name="Restore")
        expect(restore).to_be_disabled()
        page.get_by_role("checkbox", name="Shelved 2").check()
        page.keyboard.press("Shift+ArrowDown")
        expect(page.get_by_role("status").get_by_text("2 events are selected")).to_be_visible()
        restore.click()
        expect(toast(page, "2 events have been restored.")).to_be_visible()
        page.keyboard.press("z")
        expect(toast(page, "Undone.")).to_be_visible()
        trash = page.request.get("/api/v1/trash/").json()
        assert [event["id"] for event in trash if event["id"] in numbers] == numbers[::-1]
