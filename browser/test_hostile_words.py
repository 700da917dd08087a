"""What people write is text on every page: a title that would be a picture with a script is none."""

from urllib.parse import quote, quote_plus

import pytest
from playwright.sync_api import Page

from browser import tilda
from browser.catalogue import PLACES
from browser.place import Place
from browser.site import PASSWORD, Site, settle
from browser.visitor import Visitor

ATTACK = "<img src=x onerror=alert(1)>"
AGAIN = "<img src=x onerror=alert(2)>"
FILE = f"""\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//{ATTACK}//EN
BEGIN:VEVENT
UID:{ATTACK}
DTSTAMP:20310101T000000Z
DTSTART:20310505T090000Z
DTEND:20310505T100000Z
SUMMARY:{ATTACK}
LOCATION:{ATTACK}
CATEGORIES:{ATTACK}
END:VEVENT
BEGIN:VEVENT
SUMMARY:{ATTACK}
DTSTART:{ATTACK}
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
PEOPLE = ("marta", "priya", "kenji", "amara", "lukas", "admin", tilda.NAME)
QUERY = quote_plus(ATTACK)

SAID = """
[document.querySelectorAll('img[src="x"], [onerror]').length, document.documentElement.textContent
  + [...document.querySelectorAll("input, textarea")].map((field) => field.value).join(" ")]
"""


def fail_to_sign_in(page: Page) -> None:
    """With a name that would be a picture."""
    page.get_by_label("Username or email").fill(ATTACK)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator(".form-errors").wait_for()


def refuse_form(page: Page) -> None:
    """A form comes back with what was typed."""
    page.get_by_label("End day").fill("2001-01-01")
    page.get_by_role("button", name="Create event").click()
    page.locator(".form-errors").wait_for()


FURTHER = [
    Place("sign-in-hostile", "", "/accounts/login/", do=fail_to_sign_in),
    Place("sign-in-next", "", f"/accounts/login/?next={QUERY}"),
    Place("address", "", f"/{quote(ATTACK)}/", status=404),
    Place("event-alone", "marta", "/events/{yoga}/"),
    Place("search-hostile", "marta", f"/search/?q={QUERY}"),
    Place("quick-add-hostile", "marta", f"/search/?q={QUERY}+with+{QUERY}+tomorrow+at+9"),
    Place("agenda-hostile", "marta", f"/calendar/?view=agenda&q={QUERY}"),
    Place("new-hostile", "marta", f"/events/new/?title={QUERY}&location={QUERY}&rrule={QUERY}&start={QUERY}"),
    Place("new-refused", "marta", f"/events/new/?title={QUERY}", do=refuse_form),
    Place("diff-to-hostile", "marta", "/events/{launch}/diff/8/9/"),
    Place("diff-to-hostile-split", "marta", "/events/{launch}/diff/8/9/?view=split"),
    Place("diff-between-hostile", "marta", "/events/{launch}/diff/9/10/"),
    Place("diff-between-hostile-split", "marta", "/events/{launch}/diff/9/10/?view=split"),
    Place("restore-hostile", "marta", "/events/{launch}/restore/9/"),
    Place("restore-from-hostile", "marta", "/events/{launch}/restore/8/"),
    Place("admin-search-hostile", "admin", f"/admin/events/event/?q={QUERY}"),
]
SILENT = {
    # for strangers, who are told nothing about anybody
    *("start", "sign-in", "sign-up", "password-reset", "password-reset-sent", "new-password"),
    *("new-password-late", "new-password-done", "confirm-email", "confirm-email-late", "confirm-email-sent"),
    *("account-closed", "second-step", "help-for-strangers", "offline", "api-try", "api-read"),
    *("sign-in-refused", "not-found", "forbidden", "too-many", "broken", "busy", "sign-in-next", "address"),
    # of the admin site, where nobody's name or title stands
    *("admin-app", "admin-events-none", "admin-event-group-grants", "admin-group-new", "admin-user-new"),
    *("admin-user-password", "admin-password-done", "admin-user-history", "admin-session"),
    *("admin-session-history", "admin-entries", "admin-entry", "admin-entry-history"),
}


@pytest.fixture(scope="module")
def spoiled(running_site: Site) -> Site:
    """The site after everybody has called everything a picture."""
    site = running_site
    for place in (*PLACES, *FURTHER):
        place.address(site)
    for name in PEOPLE:
        site.visitor(name).write("PATCH", "/auth/me", {"full_name": ATTACK})
    for name in ("marta", "kenji", "amara"):
        spoil_what_is_owned(site.visitor(name))
    marta, launch = site.visitor("marta"), site.rows["launch"]
    for words in (ATTACK, AGAIN):
        body = {"title": words, "description": f"a {words} b", "location": words, "tags": [words]}
        marta.write("PATCH", f"/events/{launch}", {**body, "change_reason": words})
    marta.write("POST", "/feeds/", {"name": ATTACK})
    answer = marta.post(
        "/import/",
        files={"file": (f"{ATTACK}.ics", FILE.encode(), "text/calendar")},
        calendar_id=site.rows["product"],
    )
    site.rows["upload"] = answer.url.rstrip("/").rpartition("/")[2]
    tilda.add_passkey(site.visitor(tilda.NAME), ATTACK)
    Visitor(site.server, ATTACK).sign_in("marta", PASSWORD)
    group = f"/admin/auth/group/{site.rows['group']}/change/"
    site.visitor("admin").post(group, name=ATTACK)
    return site


def spoil_what_is_owned(visitor: Visitor) -> None:
    """Calls calendars and events of this person so, those in the trash too."""
    own = visitor.json("/auth/me")["id"]
    for calendar in visitor.json("/calendars/"):
        if calendar["owner_id"] == own:
            visitor.write("PATCH", f"/calendars/{calendar['id']}", {"name": ATTACK})
    trashed = [event["id"] for event in visitor.json("/trash/") if event["owner_id"] == own]
    for number in trashed:
        visitor.write("POST", f"/events/{number}/restore?on_conflict=allow", {})
    body = {"title": ATTACK, "description": ATTACK, "location": ATTACK, "tags": [ATTACK]}
    for event in visitor.json("/events/?limit=100"):
        if event["owner_id"] == own and not event["title"].startswith("Launch"):
            path = f"/events/{event['id']}?on_conflict=allow"
            visitor.write("PATCH", path, {**body, "change_reason": ATTACK})
    for number in trashed:
        visitor.write("DELETE", f"/events/{number}", {})


def read(page: Page) -> tuple[int, bool]:
    """How many pictures came of the words, and whether the words are there to read."""
    pictures, said = page.evaluate(SAID)
    return pictures, ATTACK in said or AGAIN in said


@pytest.mark.parametrize("place", [*PLACES, *FURTHER], ids=str)
def test_words_are_words_on_every_page(spoiled: Site, site: Site, place: Place) -> None:
    page = site.kept_page(place.user)
    place.open(site, page)
    pictures, is_said = read(page)
    assert (pictures, is_said or place.name in SILENT) == (0, True)


def test_words_are_words_in_what_opens(spoiled: Site, site: Site) -> None:
    found = {}
    page = site.kept_page("marta")
    page.goto("/help/")
    page.keyboard.press("Control+k")
    page.keyboard.type(f"{ATTACK} tomorrow 9:00")
    page.locator(".command-result").first.wait_for()
    settle(page)
    found["command"] = read(page)
    page.goto(f"/events/{site.rows['launch']}/")
    page.get_by_role("link", name="Share").first.click()
    page.get_by_role("dialog").wait_for()
    page.get_by_label("Add people by name or email").press_sequentially("<img")
    settle(page)
    found["share"] = read(page)
    page.goto("/calendar/?view=week")
    page.locator(f'.entry[data-event="{site.rows["yoga"]}"]').first.focus()
    page.keyboard.press("Alt+ArrowDown")
    page.get_by_role("dialog").wait_for()
    found["move"] = read(page)
    assert found == dict.fromkeys(("command", "share", "move"), (0, True))


def test_words_are_words_in_the_differences_of_the_api(spoiled: Site) -> None:
    launch = spoiled.rows["launch"]
    for pair in ("8/9", "9/10"):
        html = spoiled.visitor("marta").get(f"/api/v1/events/{launch}/diff/{pair}?format=html")
        assert ("<img" in html, "&lt;img src=x" in html) == (False, True)


def test_feeds_and_mails_have_no_html(spoiled: Site) -> None:
    marta = spoiled.visitor("marta")
    feed = marta.write("POST", "/feeds/", {"name": ATTACK})["url"]
    marta.post("/accounts/password/reset/", email=tilda.EMAIL)
    mails = tilda.read_mails(spoiled.mails)
    answer = marta.fetch("/feeds/" + feed.rpartition("/feeds/")[2])
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == (
        "text/calendar; charset=utf-8",
        "nosniff",
    )
    assert f"\r\nSUMMARY:{ATTACK}\r\n" in answer.text
    assert (f"Hello {ATTACK}," in mails, "text/html" in mails) == (True, False)
