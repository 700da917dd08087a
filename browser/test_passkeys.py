"""Passkeys in a browser that has one: added, used alone, and as the second step."""

from playwright.sync_api import Page, expect

from browser.doing import PASSWORD, sign_up
from browser.site import Site

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/logout/" not in url)


def test_a_passkey_signs_in_alone_and_as_the_second_step(site: Site) -> None:
    # passkeys hold for names of hosts, and browsers take this one for secure
    named = site.server.url.replace("127.0.0.1", "localhost")
    with site.page(base_url=named) as page:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        sign_up(page, "petra", "Petra Key")
        page.goto("/accounts/2fa/webauthn/add/")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("Name").fill("Laptop")
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
        expect(page.locator(".recovery-codes li")).to_have_count(10)

        sign_out(page)
        page.goto("/accounts/login/?next=/settings/security/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_text("Laptop", exact=True)).to_be_visible()

        sign_out(page)
        page.goto("/accounts/login/")
        page.get_by_label("Username or email").fill("petra")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", name="Second step")).to_be_visible()
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(lambda url: "/accounts/" not in url)


def test_a_passkey_that_is_not_used_is_told(site: Site) -> None:
    named = site.server.url.replace("127.0.0.1", "localhost")
    with site.page(base_url=named) as page:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        unwilling = {**DEVICE, "isUserVerified": False}
        session.send("WebAuthn.addVirtualAuthenticator", {"options": unwilling})
        page.goto("/accounts/login/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_text("The passkey was not used. Please try again.")).to_be_visible()


def test_the_welcome_guesses_zone_week_and_clock(site: Site) -> None:
    with site.page("marta", locale="en-US", timezone_id="America/New_York") as page:
        page.goto("/accounts/welcome/")
        expect(page.get_by_label("Time zone")).to_have_value("America/New_York")
        expect(page.get_by_label("The week begins on")).to_have_value("sunday")
        expect(page.get_by_label("Clock")).to_have_value("12")
