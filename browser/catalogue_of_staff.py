"""The pages of the admin site; of long lists a few rows, for all are alike."""

from playwright.sync_api import Page

from browser.place import Place


def choose_what_to_trash(page: Page) -> None:
    """The question before an event goes to the trash."""
    page.locator("input.action-select").first.check()
    page.locator('select[name="action"]').select_option("move_to_trash")
    page.locator('button[name="index"]').first.click()
    page.get_by_text("Move to the trash").first.wait_for()


STAFF = [
    Place("admin", "admin", "/admin/"),
    Place("admin-app", "admin", "/admin/events/"),
    Place("admin-events", "admin", "/admin/events/event/?q=kenji"),
    Place("admin-events-none", "admin", "/admin/events/event/?q=nothing-has-this-name"),
    Place("admin-event", "admin", "/admin/events/event/{launch}/change/"),
    Place("admin-event-history", "admin", "/admin/events/event/{launch}/history/"),
    Place("admin-event-version", "admin", "/admin/events/event/{launch}/history/{version}/"),
    Place("admin-event-shares", "admin", "/admin/events/event/{launch}/permissions/"),
    Place("admin-event-trash", "admin", "/admin/events/event/", do=choose_what_to_trash),
    Place("admin-calendars", "admin", "/admin/events/calendar/"),
    Place("admin-calendar", "admin", "/admin/events/calendar/{product}/change/"),
    Place("admin-calendar-shares", "admin", "/admin/events/calendar/{product}/permissions/"),
    Place("admin-event-grants", "admin", "/admin/events/eventuserpermission/"),
    Place("admin-event-grant", "admin", "/admin/events/eventuserpermission/{event_grant}/change/"),
    Place("admin-event-group-grants", "admin", "/admin/events/eventgrouppermission/"),
    Place("admin-calendar-grants", "admin", "/admin/events/calendaruserpermission/"),
    Place("admin-calendar-grant", "admin", "/admin/events/calendaruserpermission/{calendar_grant}/change/"),
    Place("admin-group-grants", "admin", "/admin/events/calendargrouppermission/"),
    Place("admin-group-grant", "admin", "/admin/events/calendargrouppermission/{group_grant}/change/"),
    Place("admin-groups", "admin", "/admin/auth/group/"),
    Place("admin-group-new", "admin", "/admin/auth/group/add/"),
    Place("admin-group", "admin", "/admin/auth/group/{group}/change/"),
    Place("admin-group-history", "admin", "/admin/auth/group/{group}/history/"),
    Place("admin-group-delete", "admin", "/admin/auth/group/{group}/delete/"),
    Place("admin-users", "admin", "/admin/accounts/user/"),
    Place("admin-user-new", "admin", "/admin/accounts/user/add/"),
    Place("admin-user", "admin", "/admin/accounts/user/{marta}/change/"),
    Place("admin-user-password", "admin", "/admin/accounts/user/{marta}/password/"),
    Place("admin-password-done", "admin", "/admin/password_change/done/"),
    Place("admin-user-history", "admin", "/admin/accounts/user/{marta}/history/"),
    Place("admin-sessions", "admin", "/admin/accounts/session/"),
    Place("admin-session", "admin", "/admin/accounts/session/{session}/change/"),
    Place("admin-session-history", "admin", "/admin/accounts/session/{session}/history/"),
    Place("admin-entries", "admin", "/admin/journal/entry/?q=event:{launch}"),
    Place("admin-entry", "admin", "/admin/journal/entry/{entry}/change/"),
    Place("admin-entry-history", "admin", "/admin/journal/entry/{entry}/history/"),
]
