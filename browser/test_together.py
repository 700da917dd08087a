"""Two people in two browsers: sign-up, sharing, edits of one event, differences, and the way back."""

from playwright.sync_api import expect

from browser.doing import create, edit, role_button, share_with, sign_up, version
from browser.site import Site, event_id


def test_from_signing_up_to_a_shared_edited_compared_and_restored_event(site: Site) -> None:
    with site.page() as ida, site.page() as otto:
        sign_up(ida, "ida", "Ida Holm")
        sign_up(otto, "otto", "Otto Berg")
        number = create(ida, "Boat trip", "2031-06-02", "09:00", "10:30")
        share_with(ida, number, "otto@example.org", "Editor")

        edit(otto, number, Title="Boat trip to Ven", Where="Harbour")()
        otto.wait_for_url(f"**/events/{number}/")
        expect(otto.get_by_role("heading", level=1)).to_have_text("Boat trip to Ven")

        ida.goto(f"/events/{number}/diff/1/2/")
        expect(ida.locator("main")).to_contain_text("to Ven")
        expect(ida.locator("main ins").first).to_be_visible()

        ida.goto(f"/events/{number}/restore/1/")
        ida.get_by_label("Reason, shown in the history").fill("We stay here")
        ida.get_by_role("button", name="Restore version 1").click()
        ida.wait_for_url(f"**/events/{number}/")
        expect(ida.get_by_role("heading", level=1)).to_have_text("Boat trip")

        otto.reload()
        expect(otto.get_by_role("heading", level=1)).to_have_text("Boat trip")
        expect(otto.locator("body")).to_contain_text("We stay here")
        assert version(otto, number) == 3


def test_edits_of_different_fields_are_merged_without_a_word(site: Site) -> None:
    with site.page("marta") as marta, site.page("lukas") as lukas:
        number = event_id(marta, "Roadmap workshop")
        save_marta = edit(marta, number, Title="Roadmap workshop, part one")
        save_lukas = edit(lukas, number, Where="Room Douro")
        save_marta()
        marta.wait_for_url(f"**/events/{number}/")
        save_lukas()
        lukas.wait_for_url(f"**/events/{number}/")
        event = marta.request.get(f"/api/v1/events/{number}").json()
        assert (event["title"], event["location"]) == ("Roadmap workshop, part one", "Room Douro")


def test_edits_of_the_same_field_are_shown_side_by_side_and_nothing_is_lost(site: Site) -> None:
    with site.page("marta") as marta, site.page("priya") as priya:
        number = event_id(marta, "Pricing decision")
        before = version(marta, number)
        save_marta = edit(marta, number, Title="Pricing: A", Where="Room Tejo")
        save_priya = edit(priya, number, Title="Pricing: B", Tags="finance")
        save_marta()
        marta.wait_for_url(f"**/events/{number}/")
        save_priya()
        expect(priya.get_by_role("heading", level=1)).to_have_text("Somebody else has changed this too")
        chooser = priya.locator("main")
        for words in ("Pricing: A", "Pricing: B", "Pricing decision"):
            expect(chooser).to_contain_text(words)
        assert version(marta, number) == before + 1
        priya.get_by_role("radio", name="Yours").first.check()
        priya.get_by_role("button", name="Save", exact=True).click()
        priya.wait_for_url(f"**/events/{number}/")
        event = priya.request.get(f"/api/v1/events/{number}").json()
        assert (event["title"], event["location"], event["tags"]) == ("Pricing: B", "Room Tejo", ["finance"])
        assert event["version"] == before + 2


def test_a_double_booking_is_named_and_saved_only_if_one_insists(site: Site) -> None:
    with site.page("marta") as page:
        create(page, "Dinner", "2031-07-02", "19:00", "21:00")
        page.goto("/events/new/")
        page.get_by_label("Title").fill("Concert")
        page.get_by_label("Start day").fill("2031-07-02")
        page.get_by_label("Start time").fill("20:00")
        page.get_by_label("End day").fill("2031-07-02")
        page.get_by_label("End time").fill("22:00")
        page.get_by_role("button", name="Create event").click()
        expect(page.get_by_role("group", name="Conflict").first).to_contain_text("Dinner")
        found = page.request.get("/api/v1/events/", params={"q": "Concert"}).json()
        assert found == []
        page.get_by_role("button", name="Keep this time").first.click()
        page.wait_for_url(lambda url: "/new/" not in url)
        assert event_id(page, "Concert")


def test_sharing_in_the_dialog_over_the_event(site: Site) -> None:
    with site.page("marta") as page:
        number = event_id(page, "Partner demo")
        page.goto(f"/events/{number}/")
        page.get_by_role("link", name="Share").first.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Add people by name or email").fill("amara")
        dialog.get_by_label("Role", exact=True).select_option(label="Viewer")
        dialog.get_by_role("button", name="Share", exact=True).click()
        expect(role_button(dialog, "Amara Bello")).to_be_visible()
        role_button(dialog, "Amara Bello").click()
        dialog.get_by_role("button", name="Editors can also").click()
        expect(role_button(dialog, "Amara Bello")).to_contain_text("Editor")
        role_button(dialog, "Amara Bello").click()
        dialog.get_by_role("button", name="Remove access").click()
        expect(role_button(dialog, "Amara Bello")).to_have_count(0)
        dialog.get_by_role("button", name="Done").click()
        expect(dialog).to_have_count(0)
        assert page.url.endswith(f"/events/{number}/")
