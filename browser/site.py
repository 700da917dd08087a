"""The site under test, and people who sit before it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from browser import tilda
from browser.chromium import collect_complaints, launched
from browser.visitor import Visitor
from contract.server import RAISED_LIMITS, NewDatabase, Server, running

PASSWORD = "open-the-calendar"
DESKTOP, PHONE, NARROWEST = (1280, 832), (390, 844), (320, 640)


@dataclass
class Site:
    """A server with the demo's people and events, and a browser to open it in.

    `complaints` is what browsers have complained about so far: a test that leaves any has failed. `mails` is
    the folder of what was sent, `rows` the ids that were looked up already.
    """

    server: Server
    browser: Browser
    mails: Path
    complaints: list[str] = field(default_factory=list)
    rows: dict[str, str] = field(default_factory=dict)
    _visitors: dict[str, Visitor] = field(default_factory=dict)
    _kept: dict[str, Page] = field(default_factory=dict)
    _open: ExitStack = field(default_factory=ExitStack)

    @cached_property
    def tilda(self) -> tilda.Tilda:
        """Who signs in by more than a password; made when she is first asked for."""
        return tilda.make_tilda(self.server, self.mails)

    def visitor(self, user: str) -> Visitor:
        """That person, signed in without a window."""
        if user not in self._visitors:
            if user == tilda.NAME:
                self._visitors[user] = self.tilda.visitor
            else:
                self._visitors[user] = Visitor(self.server)
                self._visitors[user].sign_in(user, PASSWORD)
        return self._visitors[user]

    def kept_page(self, user: str = "") -> Page:
        """The page that this person keeps open as long as the site is there: nothing is fetched twice."""
        if user not in self._kept:
            self._kept[user] = self._open.enter_context(self.page(user))
        page = self._kept[user]
        if not user:
            # or a stranger who was half signed in would stay that
            page.context.clear_cookies()
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        page.emulate_media(color_scheme="light")
        return page

    def close(self) -> None:
        """Closes what was kept open."""
        self._open.close()

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
        context = self.browser.new_context(**settings)
        if user:
            cookies = self.visitor(user).cookies.items()
            context.add_cookies(
                [{"name": name, "value": value, "url": settings["base_url"]} for name, value in cookies]
            )
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


@contextmanager
def opened(new_demo: NewDatabase, executable: str) -> Iterator[Site]:
    """A server on a demo of its own, and a browser, until the end of the block."""
    with TemporaryDirectory() as mails:
        variables = {**RAISED_LIMITS, "DJANGO_SETTINGS_MODULE": "browser.settings", "MAIL_FOLDER": mails}
        with running(new_demo, variables) as server, launched(executable) as browser:
            site = Site(server, browser, Path(mails))
            try:
                yield site
            finally:
                site.close()


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
