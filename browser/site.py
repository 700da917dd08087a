"""The site under test, and people who sit before it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, StorageState

from browser.chromium import collect_complaints
from contract.server import Server

PASSWORD = "open-the-calendar"
DESKTOP, PHONE, NARROWEST = (1280, 832), (390, 844), (320, 640)


@dataclass
class Site:
    """A server with the demo's people and events, and a browser to open it in.

    `complaints` is what browsers have complained about so far: a test that leaves any has failed.
    """

    server: Server
    browser: Browser
    complaints: list[str] = field(default_factory=list)
    _states: dict[str, StorageState] = field(default_factory=dict)

    @contextmanager
    def context(self, user: str = "", **options: Any) -> Iterator[BrowserContext]:
        """A browser of its own, signed in as that person of the demo, or as nobody."""
        width, height = options.pop("size", DESKTOP)
        settings: dict[str, Any] = {
            "base_url": self.server.url,
            "viewport": {"width": width, "height": height},
            "locale": "en-GB",
            "reduced_motion": "reduce",
            **options,
        }
        if user:
            settings["storage_state"] = self._signed_in(user)
        context = self.browser.new_context(**settings)
        context.set_default_timeout(10_000)
        collect_complaints(context, self.complaints)
        try:
            yield context
        finally:
            context.close()

    @contextmanager
    def page(self, user: str = "", **options: Any) -> Iterator[Page]:
        """One page in a browser of its own."""
        with self.context(user, **options) as context:
            yield context.new_page()

    def _signed_in(self, user: str) -> StorageState:
        if user not in self._states:
            with self.context() as context:
                page = context.new_page()
                sign_in(page, user)
                self._states[user] = context.storage_state()
        return self._states[user]


def sign_in(page: Page, user: str, password: str = PASSWORD) -> None:
    """Goes through the page for signing in."""
    page.goto("/accounts/login/")
    page.get_by_label("Username or email").fill(user)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def event_id(page: Page, title: str) -> int:
    """The id of the event with exactly this title that the page's person sees."""
    found = page.request.get("/api/v1/events/", params={"q": title, "limit": "100"}).json()
    return next(int(event["id"]) for event in found if event["title"] == title)


def calendar_id(page: Page, name: str) -> int:
    """The id of the calendar of this name that the page's person sees."""
    found = page.request.get("/api/v1/calendars/").json()
    return next(int(calendar["id"]) for calendar in found if calendar["name"] == name)


def settle(page: Page) -> None:
    """Waits until nothing is fetched any more."""
    page.wait_for_load_state("networkidle")
