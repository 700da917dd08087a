"""All pages there are, by a name each, so that every proof covers every one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page

from browser.site import PASSWORD, calendar_id, event_id

LAUNCH = "Launch review: EventHub 2.0"
CLASH = "Design critique"
WITH_OTHERS = "person=marta&person=priya&person=kenji&person=stranger%40example.org"
TRASHED = "Logo refresh workshop"


@dataclass(frozen=True)
class Place:
    """A page: who opens it (nobody for ""), and where it is, which may need to be looked up."""

    name: str
    user: str
    path: str | Callable[[Page], str]

    def address(self, page: Page) -> str:
        """Where it is on this site."""
        return self.path if isinstance(self.path, str) else self.path(page)

    def open(self, page: Page) -> None:
        """Goes there, past the question for the password that some pages ask first, and proves it."""
        address = self.address(page)
        page.goto(address)
        if "/reauthenticate/" in page.url:
            page.get_by_label("Password").fill(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: "/reauthenticate/" not in url)
        assert urlsplit(page.url).path == urlsplit(address).path, f"{self.name} is at {page.url}"

    def __str__(self) -> str:
        return self.name


def of_event(rest: str, title: str = LAUNCH) -> Callable[[Page], str]:
    """A page below an event's."""
    return lambda page: f"/events/{event_id(page, title)}/{rest}"


def of_calendar(rest: str, name: str = "Product team") -> Callable[[Page], str]:
    """A page below a calendar's."""
    return lambda page: f"/calendars/{calendar_id(page, name)}/{rest}"


def of_trash(page: Page) -> str:
    """The question before an event ends for good."""
    found = page.request.get("/api/v1/trash/").json()
    return f"/trash/{next(event['id'] for event in found if event['title'] == TRASHED)}/delete/"


def several(rest: str) -> Callable[[Page], str]:
    """The page that changes several events, one of which is not there."""
    titles = (LAUNCH, CLASH, "Sprint planning", "Brand sprint")
    return lambda page: (
        f"/events/several/?event=0&{'&'.join(f'event={event_id(page, title)}' for title in titles)}{rest}"
    )


def time_for_event(page: Page) -> str:
    """The search for another time of an event."""
    return f"/find-a-time/?event={event_id(page, LAUNCH)}"


def hand_over(page: Page) -> str:
    """The question before an event is handed over to Kenji."""
    number = event_id(page, LAUNCH)
    people = page.request.get(f"/api/v1/events/{number}/collaborators").json()["collaborators"]
    kenji = next(person["user_id"] for person in people if person["username"] == "kenji")
    return f"/events/{number}/transfer/{kenji}/"


PLACES = [
    Place("start", "", "/"),
    Place("sign-in", "", "/accounts/login/"),
    Place("sign-up", "", "/accounts/signup/"),
    Place("password-reset", "", "/accounts/password/reset/"),
    Place("help-for-strangers", "", "/help/"),
    Place("offline", "", "/offline/"),
    Place("not-found", "", "/nothing/"),
    Place("password-reset-sent", "", "/accounts/password/reset/done/"),
    Place("forbidden", "lukas", of_event("delete/")),
    Place("second-factor", "marta", "/accounts/2fa/totp/activate/"),
    Place("passkey", "marta", "/accounts/2fa/webauthn/add/"),
    Place("welcome", "marta", "/accounts/welcome/"),
    Place("month", "marta", "/calendar/?view=month"),
    Place("week", "marta", "/calendar/?view=week"),
    Place("day", "marta", "/calendar/?view=day"),
    Place("agenda", "marta", "/calendar/?view=agenda"),
    Place("agenda-selecting", "marta", "/calendar/?view=agenda&select=1"),
    Place("several-nothing", "marta", "/events/several/"),
    Place("several", "marta", several("")),
    Place("several-foreseen", "marta", several("&action=shift&hours=1")),
    Place("several-refused", "marta", several("&action=add_tag")),
    Place("calendar-empty", "marta", "/calendar/?view=week&date=2001-01-01"),
    Place("new-event", "marta", "/events/new/"),
    Place("new-event-with-others", "marta", "/events/new/?title=Chat&with=priya&with=kenji"),
    Place("find-a-time", "marta", "/find-a-time/"),
    Place("find-a-time-of-several", "marta", f"/find-a-time/?{WITH_OTHERS}&when=next-week"),
    Place("find-a-time-refused", "marta", f"/find-a-time/?{WITH_OTHERS}&when=dates&first=2001-01-01"),
    Place("find-a-time-for-event", "marta", time_for_event),
    Place("event", "marta", of_event("")),
    Place("event-of-series", "marta", of_event("", "Sprint planning")),
    Place("event-with-clash", "marta", of_event("", CLASH)),
    Place("event-edit", "marta", of_event("edit/")),
    Place("event-delete", "marta", of_event("delete/")),
    Place("event-move", "marta", of_event("move/")),
    Place("event-history", "marta", of_event("history/")),
    Place("event-diff", "marta", of_event("diff/7/8/")),
    Place("event-restore", "marta", of_event("restore/3/")),
    Place("event-share", "marta", of_event("share/")),
    Place("event-share-several", "marta", of_event("share/?with=amara&with=lukas")),
    Place("event-leave", "kenji", of_event("share/leave/")),
    Place("event-transfer", "marta", hand_over),
    Place("calendar-share", "marta", of_calendar("share/")),
    Place("calendar-new", "marta", "/calendars/new/"),
    Place("calendar-edit", "marta", of_calendar("edit/")),
    Place("calendar-search", "marta", "/calendar/?view=agenda&q=review"),
    Place("search", "marta", "/search/?q=review"),
    Place("trash", "marta", "/trash/"),
    Place("trash-empty", "kenji", "/trash/"),
    Place("trash-delete", "marta", of_trash),
    Place("activity", "marta", "/activity/"),
    Place("import", "marta", "/import/"),
    Place("export", "marta", "/export/"),
    Place("settings", "marta", "/settings/"),
    Place("settings-reading", "marta", "/settings/reading/"),
    Place("settings-look", "marta", "/settings/look/"),
    Place("settings-privacy", "marta", "/settings/privacy/"),
    Place("settings-security", "marta", "/settings/security/"),
    Place("settings-sessions", "marta", "/settings/sessions/"),
    Place("settings-feeds", "marta", "/settings/feeds/"),
    Place("settings-data", "marta", "/settings/data/"),
    Place("help", "marta", "/help/"),
]
