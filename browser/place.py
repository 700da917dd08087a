"""What a page is to the proofs: who opens it, where it is, and what is done there first."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from urllib.parse import quote_plus, urlsplit

from playwright.sync_api import Page

from browser.site import PASSWORD, Site

LAUNCH = "Launch review: EventHub 2.0"
CLASH = "Design critique"
SERIES = "Sprint planning"
TRASHED = "Logo refresh workshop"
FILE = Path(__file__).parent.parent / "feeds" / "tests" / "files" / "apple.ics"


@dataclass(frozen=True)
class Place:
    """A page: who opens it (nobody for ""), and where it is, with names of `LOOKED_UP` in braces.

    `start` is the address that is gone to where that is another one, `do` what is done there to come to the
    page, and `about` a person who must be there for that. It answers with `status`, and looks otherwise
    in the dark if it is `themed`.
    """

    name: str
    user: str
    path: str
    start: str = ""
    do: Callable[[Page], None] | None = None
    about: str = ""
    status: int = 200
    themed: bool = True

    def address(self, site: Site) -> str:
        """Where it is on this site."""
        return _filled(site, self.path)

    def open(self, site: Site, page: Page) -> None:
        """Goes there, past the question for the password that some pages ask first, and proves it."""
        address = self.address(site)
        if self.about:
            site.visitor(self.about)
        answer = page.goto(_filled(site, self.start) if self.start else address)
        if "/reauthenticate/" in page.url and "/reauthenticate/" not in address:
            page.get_by_label("Password").fill(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: "/reauthenticate/" not in url)
        elif answer is not None and not self.do:
            assert answer.status == self.status, f"{self.name} answers with {answer.status}"
        if self.do:
            self.do(page)
            page.wait_for_url(lambda url: urlsplit(url).path == urlsplit(address).path)
        assert urlsplit(page.url).path == urlsplit(address).path, f"{self.name} is at {page.url}"

    def __str__(self) -> str:
        return self.name


def _filled(site: Site, path: str) -> str:
    for _text, name, _format, _conversion in Formatter().parse(path):
        if name and name not in site.rows:
            site.rows[name] = str(LOOKED_UP[name](site))
    return path.format(**site.rows)


def _event(title: str) -> Callable[[Site], object]:
    """The id of Marta's event with exactly this title."""

    def find(site: Site) -> object:
        found = site.visitor("marta").json(f"/events/?limit=100&q={quote_plus(title)}")
        return next(event["id"] for event in found if event["title"] == title)

    return find


def _calendar(name: str) -> Callable[[Site], object]:
    def find(site: Site) -> object:
        found = site.visitor("marta").json("/calendars/")
        return next(calendar["id"] for calendar in found if calendar["name"] == name)

    return find


def _trashed(site: Site) -> object:
    found = site.visitor("marta").json("/trash/")
    return next(event["id"] for event in found if event["title"] == TRASHED)


def _user(name: str) -> Callable[[Site], object]:
    return lambda site: site.visitor(name).json("/auth/me")["id"]


def _upload(site: Site) -> object:
    """The key of a file that Marta has sent, and was shown what would come of it."""
    with FILE.open("rb") as file:
        into = _calendar("Product team")(site)
        answer = site.visitor("marta").post("/import/", files={"file": file}, calendar_id=str(into))
    return urlsplit(answer.url).path.split("/")[2]


def _date(site: Site) -> object:
    """The name of a date of the series."""
    first: str = site.visitor("marta").json(f"/events/{_event(SERIES)(site)}")["start_time"]
    # it begins at eleven in Berlin, whatever that is in UTC
    return f"{first[:10]}T11:00:00"


def _row(model: str) -> Callable[[Site], object]:
    """The id of the first row in the admin's list of a model."""
    return _first_link(
        f"/admin/{model}/", rf'href="/admin/{model}/(\d+)/change/|_selected_action" value="(\d+)"'
    )


def _first_link(path: str, pattern: str) -> Callable[[Site], object]:
    def find(site: Site) -> object:
        found = re.search(pattern, site.visitor("admin").get(_filled(site, path)))
        assert found is not None, f"{path} has no {pattern}"
        return next(filter(None, found.groups()))

    return find


LOOKED_UP: dict[str, Callable[[Site], object]] = {
    "launch": _event(LAUNCH),
    "clash": _event(CLASH),
    "series": _event(SERIES),
    "sprint": _event("Brand sprint"),
    "yoga": _event("Yoga"),
    "date": _date,
    "trashed": _trashed,
    "product": _calendar("Product team"),
    "kenji": _user("kenji"),
    "marta": _user("marta"),
    "upload": _upload,
    "confirmation": lambda site: site.tilda.confirmation,
    "new_password": lambda site: site.tilda.new_password,
    "tilda": lambda site: site.tilda.new_password.rpartition("/key/")[2].partition("-")[0],
    "passkey": lambda site: site.tilda.passkey,
    "version": _first_link("/admin/events/event/{launch}/history/", r'/history/(\d+)/"'),
    "event_grant": _row("events/eventuserpermission"),
    "calendar_grant": _row("events/calendaruserpermission"),
    "group_grant": _row("events/calendargrouppermission"),
    "group": _row("auth/group"),
    "session": _row("accounts/session"),
    "entry": _row("journal/entry"),
}
