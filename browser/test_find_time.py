"""A common time is found with others and becomes an event that they see, with and without scripts."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from browser.doing import toast
from browser.site import PHONE, Site, event_id, settle


def chosen(page: Page) -> list[str]:
    """Whom the address names."""
    return [name for name in parse_qs(urlsplit(page.url).query).get("person", []) if name]


def test_people_are_added_by_keys_and_the_address_follows(site: Site) -> None:
    with site.page("marta") as page:
        page.goto("/calendar/")
        page.keyboard.press("f")
        page.wait_for_url("**/find-a-time/")
        for name, full in (("priya", "Priya Nair"), ("kenji", "Kenji Ono")):
            page.get_by_label("Add people by name or email").fill(name)
            page.keyboard.press("Enter")
            expect(page.get_by_role("checkbox", name=full)).to_be_checked()
            expect(page.get_by_label("Add people by name or email")).to_be_focused()
        assert chosen(page) == ["marta", "priya", "kenji"]
        page.get_by_role("radio", name="Next week").check()
        expect(page.locator(".slot").first).to_be_visible()
        page.get_by_role("checkbox", name="Kenji Ono").uncheck()
        expect(page.get_by_role("rowheader", name="Kenji Ono")).to_have_count(0)
        assert chosen(page) == ["marta", "priya"]
        page.go_back()
        expect(page.get_by_role("rowheader", name="Kenji Ono")).to_be_visible()


def test_a_time_becomes_an_event_that_is_shared(site: Site) -> None:
    with site.page("marta", java_script_enabled=False) as page:
        page.goto("/find-a-time/?person=marta&when=next-week")
        page.get_by_label("Add people by name or email").fill("lukas")
        page.get_by_role("button", name="Add", exact=True).click()
        page.locator(".slot").first.click()
        page.get_by_label("Title").fill("Found together")
        page.get_by_role("button", name="Create event").click()
        expect(page.get_by_role("checkbox", name="Lukas Stein")).to_be_checked()
        page.locator(".share-invited").get_by_role("button", name="Share").click()
        expect(toast(page, "1 person has access as Viewer.")).to_be_visible()
        number = event_id(page, "Found together")
    with site.page("lukas") as page:
        page.goto(f"/events/{number}/")
        assert page.get_by_role("heading", level=1).inner_text() == "Found together"


def test_the_search_box_knows_the_way(site: Site) -> None:
    with site.page("marta") as page:
        page.goto("/help/")
        page.keyboard.press("Control+k")
        page.keyboard.type("find a time with Priya and Kenji")
        expect(page.locator(".command-result.selected")).to_contain_text("With Priya Nair, Kenji Ono")
        settle(page)
        page.keyboard.press("Enter")
        page.wait_for_url("**/find-a-time/**")
        assert chosen(page) == ["marta", "priya", "kenji"]


def test_the_form_takes_along_what_was_typed(site: Site) -> None:
    with site.page("marta", size=PHONE) as page:
        page.goto("/events/new/?start=2031-05-05T10:00&end=2031-05-05T10:45")
        page.get_by_label("Title").fill("Chat & more")
        page.get_by_role("link", name="Find a time with others").click()
        page.wait_for_url("**/find-a-time/**")
        assert page.get_by_label("Length").input_value() == "45"
        page.goto(page.url + "&when=next-week")
        page.locator(".slot").first.click()
        page.wait_for_url("**/events/new/**")
        assert page.get_by_label("Title").input_value() == "Chat & more"


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_may_be_typed_is_read_whole_on_a_phone(site: Site, language: str) -> None:
    with site.page("marta", size=PHONE, locale=language) as page:
        page.goto("/find-a-time/")
        field = page.locator('#find-time input[type="text"][name="person"]')
        room = field.evaluate(
            """field => {
              const style = getComputedStyle(field), pen = document.createElement("canvas").getContext("2d");
              pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
              const sides = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
              return field.clientWidth - sides - pen.measureText(field.placeholder).width;
            }"""
        )
        assert room >= 0
