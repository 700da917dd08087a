"""What people do on the pages, step by step as they do it."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from browser.site import event_id

PASSWORD = "a quite long password"


def sign_up(page: Page, name: str, full_name: str) -> None:
    """Makes an account and skips what the first run asks."""
    page.goto("/accounts/signup/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Full name").fill(full_name)
    page.get_by_label("Email").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("button", name="Skip this").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)


def create(page: Page, title: str, day: str, start: str, end: str) -> int:
    """Makes an event by its form."""
    page.goto("/events/new/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Start day").fill(day)
    page.get_by_label("Start time").fill(start)
    page.get_by_label("End day").fill(day)
    page.get_by_label("End time").fill(end)
    page.get_by_role("button", name="Create event").click()
    page.wait_for_url(lambda url: "/new/" not in url)
    return event_id(page, title)


def edit(page: Page, number: int, **fields: str) -> Callable[[], None]:
    """Opens the form and fills it; what is returned saves."""
    page.goto(f"/events/{number}/edit/")
    for label, value in fields.items():
        page.get_by_label(re.compile(f"^{label}( optional)?$")).fill(value)
    return lambda: page.get_by_role("button", name="Save", exact=True).click()


def share_with(page: Page, number: int, person: str, role: str) -> None:
    """Lets somebody in on the share page."""
    page.goto(f"/events/{number}/share/")
    page.get_by_label("Add people by name or email").fill(person)
    page.get_by_label("Role", exact=True).select_option(label=role)
    page.get_by_role("button", name="Share", exact=True).click()
    expect(toast(page, f"{person} has access as {role}.")).to_be_visible()


def version(page: Page, number: int) -> int:
    """At which version the event is."""
    return int(page.request.get(f"/api/v1/events/{number}").json()["version"])


def toast(page: Page, text: str) -> Locator:
    """The words that the page says once, and not their echo for screen readers."""
    return page.locator("#toasts").get_by_text(text)


def role_button(within: Page | Locator, name: str) -> Locator:
    """The button on a share page that shows somebody's role and changes it."""
    return within.get_by_role("button", name=f"change what {name} may do")
