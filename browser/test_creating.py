"""New events are begun where they are to stand: by a click on empty time, or by dragging over it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from browser.doing import sign_up, toast
from browser.moving import DAY_VIEW, LISBON, MONTH, WEEK, clocks, drag, middle, slot, steps, undo
from browser.site import Site, event_id


def far(view: str) -> str:
    """The view around a day of years on, where nobody has planned anything."""
    return f"/calendar/?view={view}&date=2031-08-06"


def column_of(page: Page, day: str) -> Locator:
    return page.locator(f'.timetable-column[data-day="{day}"]')


def day_of(page: Page, day: str) -> Locator:
    return page.locator(f'.month-day[data-day="{day}"]')


def finish(page: Page, title: str) -> int:
    """Names the event whose form has opened, and saves it."""
    page.wait_for_url("**/events/new/**")
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type(title)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/new/" not in url)
    return event_id(page, title)


@pytest.mark.parametrize(("view", "day"), [("week", "2031-08-05"), ("day", "2031-08-06")])
def test_a_click_on_empty_time_begins_an_event_of_an_hour(site: Site, view: str, day: str) -> None:
    with site.page("marta") as page:
        page.goto(far(view))
        page.mouse.click(*slot(page, column_of(page, day), "14:40"))
        number = finish(page, f"Clicked in the {view}")
        assert clocks(page, number) == (f"{day} 14:30", f"{day} 15:30")


@pytest.mark.parametrize(("view", "day"), [("week", "2031-08-07"), ("day", "2031-08-06")])
@pytest.mark.parametrize(
    ("clock", "quarters", "span"), [("09:00", 6, ("09:00", "10:45")), ("18:00", -6, ("16:30", "18:15"))]
)
def test_dragging_over_empty_time_begins_an_event_as_long(
    site: Site, view: str, day: str, clock: str, quarters: int, span: tuple[str, str]
) -> None:
    with site.page("marta") as page:
        page.goto(far(view))
        _, quarter = steps(page)
        drag(page, slot(page, column_of(page, day), clock), (0, quarters * quarter), drop=False)
        expect(page.locator(".new-slot")).to_have_text(" – ".join(span))
        page.mouse.up()
        number = finish(page, f"Dragged from {clock} in the {view}")
        assert clocks(page, number) == (f"{day} {span[0]}", f"{day} {span[1]}")


def test_escape_leaves_empty_time_empty(site: Site) -> None:
    with site.page("marta") as page:
        page.goto(far("week"))
        drag(page, slot(page, column_of(page, "2031-08-08"), "09:00"), (0, 100), drop=False)
        expect(page.locator(".new-slot")).to_have_count(1)
        page.keyboard.press("Escape")
        page.mouse.up()
        page.wait_for_timeout(200)
        expect(page.locator(".new-slot")).to_have_count(0)
        assert page.url.endswith(far("week"))


def test_a_click_on_a_day_of_the_month_begins_an_event_there(site: Site) -> None:
    with site.page("marta") as page:
        page.goto(far("month"))
        page.mouse.click(*middle(day_of(page, "2031-08-20")))
        number = finish(page, "Clicked in the month")
        assert clocks(page, number) == ("2031-08-20 09:00", "2031-08-20 10:00")


def test_dragging_over_days_of_the_month_begins_an_event_of_whole_days(site: Site) -> None:
    with site.page("marta") as page:
        page.goto(far("month"))
        (x, y), (to_x, to_y) = middle(day_of(page, "2031-08-27")), middle(day_of(page, "2031-08-29"))
        drag(page, (x, y), (to_x - x, to_y - y))
        number = finish(page, "Dragged in the month")
        event = page.request.get(f"/api/v1/events/{number}").json()
        assert (event["is_all_day"], event["start_time"], event["end_time"]) == (
            True,
            "2031-08-27",
            "2031-08-30",
        )


def test_the_number_of_a_day_leads_to_the_day(site: Site) -> None:
    with site.page("marta") as page:
        page.goto(far("month"))
        day_of(page, "2031-08-20").locator(".month-number").click()
        page.wait_for_url("**/calendar/?view=day&date=2031-08-20")


def open_event_menu(page: Page) -> None:
    page.locator(".entry").first.click(button="right")
    expect(page.locator("#entry-menu")).to_be_visible()


def open_account_menu(page: Page) -> None:
    page.locator(".account-menu summary").click()


@pytest.mark.parametrize("opened", [open_event_menu, open_account_menu])
@pytest.mark.parametrize("view", [WEEK, MONTH])
def test_a_click_that_closes_a_menu_begins_nothing(
    site: Site, view: str, opened: Callable[[Page], None]
) -> None:
    with site.page("marta") as page:
        page.goto(view)
        opened(page)
        empty = page.locator(".month-day, .timetable-column").first.bounding_box()
        assert empty is not None
        page.mouse.click(empty["x"] + 60, empty["y"] + (100 if view == MONTH else 700))
        page.wait_for_timeout(300)
        assert page.url.endswith(view)
        expect(page.locator("#entry-menu:popover-open, details[data-menu][open]")).to_have_count(0)


def test_a_taken_time_is_named_while_it_is_typed_and_a_free_one_is_a_click_away(site: Site) -> None:
    with site.page("marta") as page:
        taken = event_id(page, "Focus: quarterly narrative")
        start = datetime.fromisoformat(page.request.get(f"/api/v1/events/{taken}").json()["start_time"])
        day = start.astimezone(LISBON).date()
        page.goto(f"/events/new/?title=Typed&start={day}T06:00&end={day}T07:00")
        preview = page.locator("#event-preview")
        expect(preview).to_contain_text("Nothing else takes this time.")
        page.get_by_label("Start time").focus()
        page.keyboard.type("0930")
        expect(page.get_by_label("End time")).to_have_value("10:30")
        expect(preview).to_contain_text("Overlaps Focus: quarterly narrative")
        preview.locator("[data-slot]").first.click()
        expect(preview).to_contain_text("Nothing else takes this time.")
        assert page.get_by_label("Start time").input_value() != "09:30"
        found = page.request.get("/api/v1/events/", params={"q": "Typed"}).json()
        assert found == []


def test_the_day_that_is_shown_is_the_one_a_new_event_is_for(site: Site) -> None:
    with site.page("marta") as page:
        page.goto(DAY_VIEW + "&date=2031-08-06")
        page.keyboard.press("c")
        page.wait_for_url("**/events/new/**")
        expect(page.get_by_label("Start day")).to_have_value(
            (date(2031, 8, 5) + timedelta(days=1)).isoformat()
        )


def test_what_is_on_its_way_is_not_sent_again(site: Site) -> None:
    with site.page("marta") as page:
        page.goto(far("week"))
        page.keyboard.press("Control+k")
        page.keyboard.type("Pressed twice 2031-09-01 10:00")
        page.locator("#command-results .selected[data-proposal]").get_by_text("Pressed twice").wait_for()
        held: list[Route] = []
        page.route("**/quick-add/", lambda route: held.append(route))
        for _ in range(2):
            page.keyboard.press("Enter")
            page.wait_for_timeout(200)
        assert len(held) == 1
        held[0].continue_()
        toast(page, "“Pressed twice” is in the calendar").wait_for()
        found = page.request.get("/api/v1/events/", params={"q": "Pressed twice"}).json()
        assert len(found) == 1


def test_who_comes_back_to_a_form_may_send_it_again(site: Site) -> None:
    with site.page("marta") as page:
        page.goto("/events/new/?title=Wanted twice&start=2031-09-03T10:00")
        for number, start, end in ((1, "10:00", "11:00"), (2, "15:00", "16:00")):
            page.get_by_label("Start time").fill(start)
            page.get_by_label("End time").fill(end)
            page.get_by_role("button", name="Create event").click()
            page.wait_for_url(lambda url: "/new/" not in url)
            found = page.request.get("/api/v1/events/", params={"q": "Wanted twice"}).json()
            assert len(found) == number
            page.go_back()


def test_an_empty_calendar_is_filled_with_examples_and_emptied_by_one_undo(site: Site) -> None:
    with site.page() as page:
        sign_up(page, "newcomer", "Nina Comer")
        page.goto(WEEK)
        expect(page.locator(".calendar-empty")).to_contain_text("Nothing planned this week")
        page.get_by_role("button", name="Add demo data").click()
        toast(page, "7 examples are in the calendar “Examples”.").wait_for()
        expect(page.locator(".entry")).to_have_count(7)
        found = page.request.get("/api/v1/events/", params={"limit": "100"}).json()
        assert len(found) == 7
        undo(page)
        assert page.request.get("/api/v1/events/").json() == []
        calendars = page.request.get("/api/v1/calendars/").json()
        assert [calendar["is_default"] for calendar in calendars] == [True]
        expect(page.get_by_role("button", name="Add demo data")).to_be_visible()
