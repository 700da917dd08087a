"""What hands and keys do to events on the calendar, and when the events then are."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page

from browser.doing import toast

WEEK, DAY_VIEW, MONTH = "/calendar/?view=week", "/calendar/?view=day", "/calendar/?view=month"
QUARTER = timedelta(minutes=15)
LISBON = ZoneInfo("Europe/Lisbon")
"""Where Marta reads the clock."""

Point = tuple[float, float]


def times(page: Page, number: int) -> tuple[datetime, datetime]:
    """When the event is by now."""
    event = page.request.get(f"/api/v1/events/{number}").json()
    return datetime.fromisoformat(event["start_time"]), datetime.fromisoformat(event["end_time"])


def clocks(page: Page, number: int) -> tuple[str, str]:
    """The same by the clocks of Lisbon: `2031-05-05 09:00`."""
    start, end = (at.astimezone(LISBON).strftime("%Y-%m-%d %H:%M") for at in times(page, number))
    return start, end


def dates(page: Page, number: int, first: str, days: int) -> list[str]:
    """When the dates of a series begin, by the clocks of Lisbon, from a day on for so many days."""
    start = datetime.fromisoformat(first).replace(tzinfo=LISBON)
    end = start + timedelta(days=days)
    found = page.request.get(
        "/api/v1/occurrences/", params={"from": start.isoformat(), "to": end.isoformat()}
    ).json()
    begins = [datetime.fromisoformat(each["start_time"]) for each in found if each["event_id"] == number]
    return sorted(at.astimezone(LISBON).strftime("%Y-%m-%d %H:%M") for at in begins)


def entry_of(page: Page, number: int) -> Locator:
    """The event where it stands in the timetable."""
    return page.locator(f'.timetable-column .entry[data-event="{number}"]')


def drag(page: Page, from_: Point, by: Point, *, drop: bool = True) -> None:
    """Pulls what is at a point so far."""
    page.mouse.move(*from_)
    page.mouse.down()
    page.mouse.move(from_[0] + by[0], from_[1] + by[1], steps=8)
    if drop:
        page.mouse.up()


def grasp(entry: Locator, *, edge: bool = False) -> Point:
    """Where one takes hold of an entry: in its upper half, or at the edge below."""
    # in the middle of the pane, so that no edge of it scrolls on
    entry.evaluate("entry => entry.scrollIntoView({ block: 'center' })")
    box = entry.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + (box["height"] - 3 if edge else min(12, box["height"] / 2))


def middle(place: Locator) -> Point:
    """The middle of something."""
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def steps(page: Page) -> tuple[float, float]:
    """A day and a quarter of an hour, in pixels."""
    box = page.locator(".timetable-column").first.bounding_box()
    assert box is not None
    return box["width"], box["height"] / 96


def slot(page: Page, column: Locator, clock: str) -> Point:
    """A minute after a time of the day in one column."""
    hour, minute = (int(part) for part in clock.split(":"))
    column.scroll_into_view_if_needed()
    column.evaluate(
        """(column, share) => {
          const pane = column.closest(".timetable-body");
          pane.scrollTop = column.offsetHeight * share - pane.clientHeight / 2;
        }""",
        (hour * 60 + minute) / 1440,
    )
    box = column.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * (hour * 60 + minute + 1) / 1440


def undo(page: Page) -> None:
    """The button of the toast."""
    page.locator("#toasts").get_by_role("button", name="Undo").last.click()
    toast(page, "Undone.").wait_for()


def wait_until_moved(page: Page) -> None:
    """Until the toast with the way back is there."""
    page.locator("#toasts").get_by_role("button", name="Undo").wait_for()
