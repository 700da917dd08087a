"""What kind of device a session is of."""

import pytest

from accounts.rules.devices import browser_of, is_handheld, system_of

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1"


@pytest.mark.parametrize(
    ("user_agent", "browser", "system", "handheld"),
    [
        (CHROME, "Chrome", "Windows", False),
        (f"{CHROME} Edg/140.0", "Edge", "Windows", False),
        (IPHONE, "Safari", "iPhone", True),
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox", "Android", True),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox", "Linux", False),
        ("curl/8.5.0", "curl/8.5.0", "", False),
        ("python-requests/2.34 and more", "python-requests/2.34", "", False),
        ("", "", "", False),
    ],
)
def test_devices_are_told_by_how_they_name_themselves(
    user_agent: str, browser: str, system: str, handheld: bool
) -> None:
    assert (browser_of(user_agent), system_of(user_agent), is_handheld(user_agent)) == (
        browser,
        system,
        handheld,
    )
