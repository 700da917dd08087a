"""What opens on pages: dialogs, menus, panels, and what a refused form shows, each by what a person does."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from browser.doing import edit, role_button
from browser.place import FILE, LAUNCH
from browser.site import DESKTOP, PASSWORD, PHONE, event_id

BOTH = (DESKTOP, PHONE)


@dataclass(frozen=True)
class Opening:
    """What Marta does to open it; `template` has it where it is a part of its own.

    `within` is all that is looked at: what a menu covers in part is no smaller for that, it has only to be
    closed.
    """

    name: str
    do: Callable[[Page], None]
    template: str = ""
    within: str | None = None
    sizes: tuple[tuple[int, int], ...] = BOTH

    def __str__(self) -> str:
        return self.name


def change_place(page: Page, number: int, location: str) -> None:
    """Without a form, while one is open."""
    token = page.locator("body").get_attribute("data-csrf-token") or ""
    answer = page.request.patch(
        f"/api/v1/events/{number}", data={"location": location}, headers={"X-CSRFToken": token}
    )
    assert answer.ok, answer.text()


def open_command(page: Page) -> None:
    page.goto("/help/")
    page.keyboard.press("Control+k")
    page.get_by_role("dialog").wait_for()


def open_keys(page: Page) -> None:
    page.goto("/activity/")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()


def open_share(page: Page) -> None:
    page.goto(f"/events/{event_id(page, LAUNCH)}/")
    page.get_by_role("link", name="Share").first.click()
    page.get_by_role("dialog").wait_for()


def open_role(page: Page) -> None:
    open_share(page)
    role_button(page, "Kenji Ono").click()


def open_account_menu(page: Page) -> None:
    page.goto("/help/")
    page.locator(".account-menu summary").click()


def open_move(page: Page) -> None:
    page.goto("/calendar/?view=week")
    page.locator(f'.entry[data-event="{event_id(page, "Yoga")}"]').first.focus()
    page.keyboard.press("Alt+ArrowDown")
    page.get_by_role("dialog").wait_for()


def open_answers(page: Page) -> None:
    open_command(page)
    page.keyboard.type("Lunch with Kenji 12 June 2031 12:30")
    page.locator(".command-result").first.wait_for()


def open_clash(page: Page) -> None:
    page.goto(f"/events/{event_id(page, 'Dentist')}/edit/")
    times = page.request.get(f"/api/v1/events/{event_id(page, 'Focus: quarterly narrative')}").json()
    for side in ("Start", "End"):
        page.get_by_label(f"{side} day").fill(times["start_time"][:10])
    page.get_by_label(re.compile("^Start time")).fill("09:15")
    page.get_by_label(re.compile("^End time")).fill("10:00")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("group", name="Conflict").first.wait_for()


def open_stale(page: Page) -> None:
    number = event_id(page, "Metrics review")
    save = edit(page, number, Where="Room of mine")
    now = page.request.get(f"/api/v1/events/{number}").json()["version"]
    change_place(page, number, f"Room {now}")
    save()
    page.get_by_text("Somebody else has changed this too").wait_for()


def open_report(page: Page) -> None:
    page.goto("/import/")
    page.get_by_label("Calendar file").set_input_files(FILE)
    page.get_by_role("button", name="Show what would happen").click()
    page.wait_for_url("**/import/*/")


def open_refusal(page: Page) -> None:
    page.goto("/events/new/")
    page.get_by_role("button", name="Create event").click()
    page.locator(".form-errors").wait_for()


def open_more(page: Page) -> None:
    page.goto(f"/events/{event_id(page, LAUNCH)}/")
    page.locator("main .menu summary").first.click()
    page.get_by_role("link", name="Export as .ics").wait_for()


def open_side(page: Page) -> None:
    page.goto("/calendar/?view=month")
    page.locator("[data-side-opener]").click()
    page.locator("#calendar-side.open").wait_for()


def open_entry_menu(page: Page) -> None:
    page.goto("/calendar/?view=week")
    page.locator(f'.entry[data-event="{event_id(page, "Yoga")}"]').first.click(button="right")
    page.locator("#entry-menu").wait_for()


def open_burst(page: Page) -> None:
    number = event_id(page, "Farmers' market")
    page.goto(f"/events/{number}/edit/")
    for place in ("Here", "There", "Elsewhere"):
        change_place(page, number, place)
    page.goto(f"/events/{number}/history/")
    page.locator(".version-burst summary").first.click()


def open_secret(page: Page) -> None:
    page.goto("/accounts/2fa/totp/activate/")
    if "/reauthenticate/" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
    page.locator("details.secret summary").click()


OPENINGS = (
    Opening("command", open_command, "components/_command_dialog.html"),
    Opening("answers", open_answers, "pages/_answers.html"),
    Opening("keys", open_keys, "components/_keys_dialog.html"),
    Opening("share", open_share, "sharing/_dialog.html"),
    Opening("role", open_role, "sharing/_person.html", within=".share-choices:popover-open"),
    Opening("move", open_move, "events/_move_dialog.html"),
    Opening("clash", open_clash, "events/_conflict.html"),
    Opening("stale", open_stale, "events/stale_edit.html"),
    Opening("report", open_report, "feeds/import_report.html"),
    Opening("refusal", open_refusal, "components/_form_errors.html"),
    Opening("account-menu", open_account_menu, "components/_account_menu.html", within=".account-menu"),
    Opening("more", open_more, "pages/event.html", within="main .menu"),
    Opening("side", open_side, "events/_calendar_side.html", within="#calendar-side", sizes=(PHONE,)),
    Opening("entry-menu", open_entry_menu, "events/calendar.html", within="#entry-menu"),
    Opening("burst", open_burst, "history/history.html"),
    Opening("secret", open_secret, "mfa/totp/activate_form.html"),
)
