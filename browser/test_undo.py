"""What was done to people and calendars is taken back, by a button and by a key."""

from typing import Any

from playwright.sync_api import Page, expect

from browser.doing import create, role_button, share_with, toast
from browser.site import Site, settle


def roles(page: Page, number: int) -> dict[str, str]:
    """Who holds which role on the event."""
    held: list[dict[str, Any]] = page.request.get(f"/api/v1/events/{number}/permissions").json()
    return {row["username"]: row["permission_level"] for row in held}


def shared_with_lukas(page: Page, title: str, day: str) -> int:
    """A new event that Lukas may edit."""
    number = create(page, title, day, "09:00", "10:00")
    share_with(page, number, "lukas", "Editor")
    return number


def test_a_person_is_removed_in_the_dialog_and_let_in_again_by_its_button(site: Site) -> None:
    with site.page("marta") as page:
        number = shared_with_lukas(page, "Harvest", "2031-08-04")
        before = roles(page, number)
        page.goto(f"/events/{number}/")
        page.get_by_role("link", name="Share").first.click()
        dialog = page.get_by_role("dialog")
        role_button(dialog, "Lukas Stein").click()
        dialog.get_by_role("button", name="Remove access").click()
        expect(toast(page, "The access has been taken away.")).to_be_visible()
        assert "lukas" not in roles(page, number)
        page.locator("#toasts").get_by_role("button", name="Undo").click()
        page.wait_for_url(f"**/events/{number}/")
        expect(toast(page, "Undone.")).to_be_visible()
        assert roles(page, number) == before


def test_toasts_stay_when_the_dialog_that_they_stood_in_is_closed(site: Site) -> None:
    with site.page("marta") as page:
        number = shared_with_lukas(page, "Pruning", "2031-08-05")
        before = roles(page, number)
        page.goto(f"/events/{number}/")
        page.get_by_role("link", name="Share").first.click()
        dialog = page.get_by_role("dialog")
        role_button(dialog, "Lukas Stein").click()
        dialog.get_by_role("button", name="Viewers can").click()
        expect(toast(page, "The role has been changed to Viewer.")).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(toast(page, "The role has been changed to Viewer.")).to_be_visible()
        page.keyboard.press("z")
        expect(toast(page, "Undone.")).to_be_visible()
        assert roles(page, number) == before


def test_a_deleted_calendar_is_there_again_by_a_key(site: Site) -> None:
    with site.page("marta") as page:
        page.goto("/calendars/new/")
        page.get_by_label("Name", exact=True).fill("Orchard")
        page.get_by_role("button", name="Save").click()
        expect(toast(page, "The calendar “Orchard” is there.")).to_be_visible()
        made = page.request.get("/api/v1/calendars/").json()
        number = next(calendar["id"] for calendar in made if calendar["name"] == "Orchard")
        page.goto(f"/calendars/{number}/edit/")
        page.get_by_role("button", name="Delete this calendar").click()
        expect(toast(page, "The calendar is deleted.")).to_be_visible()
        assert page.request.get(f"/api/v1/calendars/{number}").status == 404
        settle(page)
        page.keyboard.press("z")
        expect(toast(page, "Undone.")).to_be_visible()
        assert page.request.get("/api/v1/calendars/").json() == made
        page.locator("#toasts").get_by_role("button", name="Redo").click()
        expect(toast(page, "Redone.")).to_be_visible()
        assert page.request.get(f"/api/v1/calendars/{number}").status == 404
        page.locator("#toasts").get_by_role("button", name="Undo").click()
        expect(toast(page, "Undone.")).to_be_visible()
        assert page.request.get("/api/v1/calendars/").json() == made
