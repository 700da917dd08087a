"""All pages there are, by a name each, so that every proof covers every one of them.

`eventhub/tests/web/test_every_page.py` says when one is missing.
"""

from playwright.sync_api import Page

from browser import tilda
from browser.catalogue_of_staff import STAFF
from browser.place import Place
from browser.site import PASSWORD

WITH_OTHERS = "person=marta&person=priya&person=kenji&person=stranger%40example.org"
SEVERAL = "event=0&event={launch}&event={clash}&event={series}&event={sprint}"


def fail_to_sign_in(page: Page) -> None:
    """With a password that is wrong."""
    page.get_by_label("Username or email").fill("nobody")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator(".form-errors").wait_for()


def take_the_first_step(page: Page) -> None:
    """Tilda's password is right, and not enough."""
    page.get_by_label("Username or email").fill(tilda.NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def make_feed(page: Page) -> None:
    """An address whose secret is shown once."""
    page.get_by_label("Name").fill("Phone")
    page.get_by_role("button", name="Make the address").click()
    page.locator(".secret-address").wait_for()


def sign_out_elsewhere(page: Page) -> None:
    """Up to the question; a program is signed in too."""
    page.request.post("/api/v1/auth/login", data={"username": "marta", "password": PASSWORD})
    page.reload()
    page.get_by_role("link", name="Sign out everywhere else").click()
    page.get_by_role("heading", name="Sign out everywhere else?").wait_for()


def wait_for_scripts(page: Page) -> None:
    """Until they have written the page, or do not run at all."""
    written = "#swagger-ui .opblock-tag, #redoc .api-content, noscript h1"
    page.locator(written).first.wait_for(state="attached")


ENTRANCE = [
    Place("start", "", "/"),
    Place("sign-in", "", "/accounts/login/"),
    Place("sign-in-refused", "", "/accounts/login/", do=fail_to_sign_in),
    Place("sign-up", "", "/accounts/signup/"),
    Place("password-reset", "", "/accounts/password/reset/"),
    Place("password-reset-sent", "", "/accounts/password/reset/done/"),
    Place("new-password", "", "/accounts/password/reset/key/{tilda}-set-password/", start="/{new_password}"),
    Place("new-password-late", "", "/accounts/password/reset/key/1-nothing/"),
    Place("new-password-done", "", "/accounts/password/reset/key/done/"),
    Place("confirm-email", "", "/{confirmation}"),
    Place("confirm-email-late", "", "/accounts/confirm-email/nothing/"),
    Place("confirm-email-sent", "", "/accounts/confirm-email/"),
    Place("account-closed", "", "/accounts/inactive/"),
    Place(
        "second-step",
        "",
        "/accounts/2fa/authenticate/",
        start="/accounts/login/",
        do=take_the_first_step,
        about=tilda.NAME,
    ),
    Place("help-for-strangers", "", "/help/"),
    Place("offline", "", "/offline/"),
    Place("api-try", "", "/docs", do=wait_for_scripts, themed=False),
    Place("api-read", "", "/redoc", do=wait_for_scripts, themed=False),
]
ERRORS = [
    Place("not-found", "", "/nothing/", status=404),
    Place("forbidden", "lukas", "/events/{launch}/delete/", status=403),
    Place("too-many", "marta", "/faults/429/", status=429),
    Place("broken", "marta", "/faults/500/", status=500),
    Place("busy", "marta", "/faults/503/", status=503),
]
FACTORS = [
    Place("sign-out", "marta", "/accounts/logout/"),
    Place("second-factor", "marta", "/accounts/2fa/totp/activate/"),
    Place("passkey", "marta", "/accounts/2fa/webauthn/add/"),
    Place("welcome", "marta", "/accounts/welcome/"),
    Place("again-by-password", "tilda", "/accounts/reauthenticate/"),
    Place("again-by-code", "tilda", "/accounts/2fa/reauthenticate/"),
    Place("again-by-passkey", "tilda", "/accounts/2fa/webauthn/reauthenticate/"),
    Place("recovery-codes", "tilda", "/accounts/2fa/recovery-codes/"),
    Place("recovery-codes-new", "tilda", "/accounts/2fa/recovery-codes/generate/"),
    Place("second-factor-remove", "tilda", "/accounts/2fa/totp/deactivate/"),
    Place("passkey-remove", "tilda", "/accounts/2fa/webauthn/keys/{passkey}/remove/"),
    Place("settings-security-full", "tilda", "/settings/security/"),
]
CALENDAR = [
    Place("month", "marta", "/calendar/?view=month"),
    Place("week", "marta", "/calendar/?view=week"),
    Place("day", "marta", "/calendar/?view=day"),
    Place("agenda", "marta", "/calendar/?view=agenda"),
    Place("agenda-selecting", "marta", "/calendar/?view=agenda&select=1"),
    Place("several-nothing", "marta", "/events/several/"),
    Place("several", "marta", f"/events/several/?{SEVERAL}"),
    Place("several-foreseen", "marta", f"/events/several/?{SEVERAL}&action=shift&hours=1"),
    Place("several-refused", "marta", f"/events/several/?{SEVERAL}&action=add_tag", status=422),
    Place("calendar-empty", "marta", "/calendar/?view=week&date=2001-01-01"),
    Place("find-a-time", "marta", "/find-a-time/"),
    Place("find-a-time-of-several", "marta", f"/find-a-time/?{WITH_OTHERS}&when=next-week"),
    Place("find-a-time-refused", "marta", f"/find-a-time/?{WITH_OTHERS}&when=dates&first=2001-01-01"),
    Place("find-a-time-for-event", "marta", "/find-a-time/?event={launch}"),
    Place("calendar-search", "marta", "/calendar/?view=agenda&q=review"),
    Place("calendar-new", "marta", "/calendars/new/"),
    Place("calendar-edit", "marta", "/calendars/{product}/edit/"),
    Place("calendar-share", "marta", "/calendars/{product}/share/"),
    Place("calendar-leave", "priya", "/calendars/{product}/share/leave/"),
    Place("search", "marta", "/search/?q=review"),
    Place("search-all", "marta", "/search/all/?q=review"),
]
EVENTS = [
    Place("new-event", "marta", "/events/new/"),
    Place("new-event-with-others", "marta", "/events/new/?title=Chat&with=priya&with=kenji"),
    Place("event", "marta", "/events/{launch}/"),
    Place("event-of-viewer", "lukas", "/events/{launch}/"),
    Place("event-of-series", "marta", "/events/{series}/"),
    Place("event-with-clash", "marta", "/events/{clash}/"),
    Place("event-in-trash", "marta", "/events/{trashed}/"),
    Place("event-edit", "marta", "/events/{launch}/edit/"),
    Place("event-edit-date", "marta", "/events/{series}/edit/?recurrence_id={date}"),
    Place("event-delete", "marta", "/events/{launch}/delete/"),
    Place("event-delete-date", "kenji", "/events/{series}/delete/?recurrence_id={date}"),
    Place("event-move", "marta", "/events/{launch}/move/"),
    Place("event-move-date", "marta", "/events/{series}/move/?recurrence_id={date}"),
    Place("event-history", "marta", "/events/{launch}/history/"),
    Place("event-diff", "marta", "/events/{launch}/diff/7/8/"),
    Place("event-diff-split", "marta", "/events/{launch}/diff/1/8/?view=split"),
    Place("event-restore", "marta", "/events/{launch}/restore/3/"),
    Place("event-share", "marta", "/events/{launch}/share/"),
    Place("event-share-several", "marta", "/events/{launch}/share/?with=amara&with=lukas"),
    Place("event-leave", "kenji", "/events/{launch}/share/leave/"),
    Place("event-transfer", "marta", "/events/{launch}/transfer/{kenji}/"),
]
SHARED = [
    Place("trash", "marta", "/trash/"),
    Place("trash-empty", "tilda", "/trash/"),
    Place("trash-delete", "marta", "/trash/{trashed}/delete/"),
    Place("trash-selecting", "marta", "/trash/?select=1"),
    Place("trash-delete-several", "marta", "/trash/several/delete/?event={trashed}"),
    Place("activity", "marta", "/activity/"),
    Place("import", "marta", "/import/"),
    Place("import-report", "marta", "/import/{upload}/"),
    Place("export", "marta", "/export/"),
    Place("settings", "marta", "/settings/"),
    Place("settings-reading", "marta", "/settings/reading/"),
    Place("settings-look", "marta", "/settings/look/"),
    Place("settings-privacy", "marta", "/settings/privacy/"),
    Place("settings-security", "marta", "/settings/security/"),
    Place("settings-sessions", "marta", "/settings/sessions/"),
    Place(
        "settings-sessions-end",
        "marta",
        "/settings/sessions/end-others/",
        start="/settings/sessions/",
        do=sign_out_elsewhere,
    ),
    Place("settings-feeds", "marta", "/settings/feeds/"),
    Place("feed-created", "tilda", "/settings/feeds/", do=make_feed),
    Place("settings-data", "marta", "/settings/data/"),
    Place("help", "marta", "/help/"),
]
HOUSE = [*ENTRANCE, *ERRORS, *FACTORS, *CALENDAR, *EVENTS, *SHARED]
PLACES = [*HOUSE, *STAFF]
