"""Events are moved and resized by hand, by key and by a form, and every way has its way back."""

from datetime import timedelta

import pytest
from playwright.sync_api import Route, expect

from browser.doing import toast
from browser.moving import (
    LISBON,
    MONTH,
    QUARTER,
    WEEK,
    drag,
    entry_of,
    grasp,
    middle,
    steps,
    times,
    undo,
    wait_until_moved,
)
from browser.site import Site, event_id


def test_dragging_moves_and_the_toast_takes_it_back(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        before = times(page, number)
        page.goto(WEEK)
        day, quarter = steps(page)
        drag(page, grasp(entry_of(page, number)), (-day, 2 * quarter))
        wait_until_moved(page)
        shift = timedelta(days=-1) + 2 * QUARTER
        assert times(page, number) == (before[0] + shift, before[1] + shift)
        undo(page)
        assert times(page, number) == before


def test_the_edge_resizes_and_the_key_z_takes_it_back(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        before = times(page, number)
        page.goto(WEEK)
        _, quarter = steps(page)
        drag(page, grasp(entry_of(page, number), edge=True), (0, 2 * quarter))
        wait_until_moved(page)
        assert times(page, number) == (before[0], before[1] + 2 * QUARTER)
        page.keyboard.press("z")
        toast(page, "Undone.").wait_for()
        assert times(page, number) == before


def test_escape_leaves_everything_as_it_was(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        before = times(page, number)
        page.goto(WEEK)
        day, quarter = steps(page)
        drag(page, grasp(entry_of(page, number)), (-day, 4 * quarter), drop=False)
        page.keyboard.press("Escape")
        page.mouse.up()
        page.wait_for_timeout(300)
        assert times(page, number) == before


@pytest.mark.parametrize(
    ("key", "shift"),
    [
        ("Alt+ArrowDown", QUARTER),
        ("Alt+ArrowUp", -QUARTER),
        ("Alt+ArrowRight", timedelta(days=1)),
        ("Alt+ArrowLeft", timedelta(days=-1)),
    ],
)
def test_keys_move_and_the_focus_stays(site: Site, key: str, shift: timedelta) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        before = times(page, number)
        page.goto(WEEK)
        entry_of(page, number).focus()
        page.keyboard.press(key)
        wait_until_moved(page)
        assert times(page, number) == (before[0] + shift, before[1] + shift)
        expect(entry_of(page, number)).to_be_focused()
        undo(page)
        assert times(page, number) == before


def test_a_taken_time_is_said_and_one_may_save_anyway(site: Site) -> None:
    with site.page("marta") as page:
        number, other = event_id(page, "Dentist"), event_id(page, "Focus: quarterly narrative")
        before, taken = times(page, number), times(page, other)
        page.goto(WEEK)
        day, quarter = steps(page)
        by = (taken[0] - before[0]) / QUARTER
        days = round(by / 96)
        entry = entry_of(page, number)
        point, place = grasp(entry), entry.bounding_box()
        drag(page, point, (days * day, (by - days * 96) * quarter))
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Overlaps Focus: quarterly narrative")
        expect(dialog).to_contain_text("Nothing was saved: it is still on")
        assert entry.bounding_box() == place
        assert times(page, number) == before
        dialog.get_by_role("button", name="Keep this time").click()
        wait_until_moved(page)
        assert times(page, number)[0] == taken[0]
        undo(page)
        assert times(page, number) == before


def test_a_server_that_does_not_answer_moves_nothing(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        page.goto(WEEK)
        entry = entry_of(page, number)
        place = entry.bounding_box()
        page.route("**/move/**", lambda route: route.abort())
        entry.focus()
        page.keyboard.press("Alt+ArrowDown")
        toast(page, "This could not be saved.").wait_for()
        assert entry.bounding_box() == place
    # that the network failed is what Chromium says, and right
    site.complaints[:] = [line for line in site.complaints if "net::ERR_FAILED" not in line]


def test_dragging_in_the_month_moves_by_days_and_back(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        before = times(page, number)
        page.goto(MONTH)
        day = page.locator(f'.month-day[data-day="{before[0].date()}"]')
        target = page.locator(f'.month-day[data-day="{before[0].date() - timedelta(days=9)}"]')
        entry = page.locator(f'.month .entry[data-event="{number}"]')
        (x, y), (from_x, from_y), (to_x, to_y) = middle(entry), middle(day), middle(target)
        drag(page, (x, y), (to_x - from_x, to_y - from_y), drop=False)
        expect(page.locator(".month-day.aimed-at")).to_have_attribute(
            "data-day", str(before[0].date() - timedelta(days=9))
        )
        page.mouse.up()
        wait_until_moved(page)
        shift = timedelta(days=-9)
        assert times(page, number) == (before[0] + shift, before[1] + shift)
        expect(entry).to_be_focused()
        undo(page)
        assert times(page, number) == before


def test_an_event_that_is_dragged_says_when_it_would_be(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        page.goto(WEEK)
        entry = entry_of(page, number)
        was = entry.locator("time").inner_text()
        _, quarter = steps(page)
        drag(page, grasp(entry), (0, 2 * quarter), drop=False)
        expect(entry.locator("time")).to_have_text("09:00 – 09:45")
        page.keyboard.press("Escape")
        page.mouse.up()
        expect(entry.locator("time")).to_have_text(was)
        expect(page.locator("#announcements")).to_have_text("Nothing was moved.")


def test_dragging_to_the_edge_scrolls_to_hours_out_of_sight(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        before = times(page, number)
        page.goto(WEEK)
        entry, body = entry_of(page, number), page.locator(".timetable-body")
        x, y = grasp(entry)
        pane = body.bounding_box()
        assert pane is not None
        scrolled = body.evaluate("pane => pane.scrollTop")
        drag(page, (x, y), (0, pane["y"] + pane["height"] - 10 - y), drop=False)
        while body.evaluate("pane => pane.scrollTop") < scrolled + 100:
            page.wait_for_timeout(50)
        page.mouse.move(x, y)
        page.mouse.up()
        wait_until_moved(page)
        assert times(page, number)[0] > before[0]
        undo(page)
        assert times(page, number) == before


@pytest.mark.parametrize(
    ("key", "grown"), [("Alt+Shift+ArrowDown", QUARTER), ("Alt+Shift+ArrowUp", -QUARTER)]
)
def test_keys_resize_and_it_is_announced(site: Site, key: str, grown: timedelta) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        before = times(page, number)
        page.goto(WEEK)
        entry_of(page, number).focus()
        page.keyboard.press(key)
        wait_until_moved(page)
        assert times(page, number) == (before[0], before[1] + grown)
        end = (before[1] + grown).astimezone(LISBON).strftime("%H:%M")
        # a region that screen readers are told of
        told = page.locator('[role="status"] .toast-text')
        expect(told).to_contain_text("“Dentist” is now on")
        expect(told).to_contain_text(end)
        expect(entry_of(page, number)).to_be_focused()
        undo(page)
        assert times(page, number) == before


def test_keys_that_come_faster_than_the_server_all_count(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        before = times(page, number)
        page.goto(WEEK)

        def wait_first(route: Route) -> None:
            page.wait_for_timeout(150)
            route.continue_()

        page.route("**/move/**", wait_first)
        entry_of(page, number).focus()
        for _ in range(3):
            page.keyboard.press("Alt+ArrowDown")
        page.keyboard.press("Alt+ArrowLeft")
        expect(page.locator(".toast-text")).to_have_count(2)
        shift = timedelta(days=-1) + 3 * QUARTER
        assert times(page, number) == (before[0] + shift, before[1] + shift)
        undo(page)
        assert times(page, number) == (before[0] + QUARTER, before[1] + QUARTER)
        page.unroute("**/move/**")
        entry_of(page, number).focus()
        page.keyboard.press("Alt+ArrowUp")
        wait_until_moved(page)
        assert times(page, number) == before


def test_what_somebody_else_has_moved_meanwhile_is_put_back_and_said(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Dentist")
        before = times(page, number)
        page.goto(WEEK)
        entry = entry_of(page, number)
        place = entry.bounding_box()
        other = [(at - timedelta(hours=2)).isoformat() for at in before]
        answer = page.request.patch(
            f"/api/v1/events/{number}",
            data={"start_time": other[0], "end_time": other[1]},
            headers={"X-CSRFToken": page.locator("body").get_attribute("data-csrf-token") or ""},
        )
        assert answer.status == 200
        page.locator(f'.entry[data-event="{number}"]').focus()
        page.keyboard.press("Alt+ArrowUp")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Somebody else has moved this meanwhile")
        assert entry.bounding_box() == place
        assert times(page, number) == (before[0] - timedelta(hours=2), before[1] - timedelta(hours=2))
        dialog.get_by_role("button", name="Move", exact=True).click()
        wait_until_moved(page)
        assert times(page, number) == (before[0] - QUARTER, before[1] - QUARTER)
        entry_of(page, number).focus()
        page.keyboard.press("Alt+ArrowDown")
        toast(page, "08:30").wait_for()
        assert times(page, number) == before
