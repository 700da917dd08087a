"""The list of keys on the help page and in the dialog of every page: all there are, and no others."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts.factories import make_user

pytestmark = pytest.mark.django_db

ROOT = Path(settings.BASE_DIR)
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NAMED = r"Arrow\w+|Home|End|Page(?:Up|Down)|Escape|Enter|Tab|Delete|Backspace|Insert|F\d+"
ONE = re.compile(r'\b(?:key|wanted)(?:\.toLowerCase\(\))? === "([^"]+)"')
TABLE = re.compile(rf"\b({NAMED}): ")
MODIFIER = re.compile(r"!?\bevent\.(alt|shift|ctrl)Key\b")
SAID = {
    "←": "ArrowLeft",
    "→": "ArrowRight",
    "↑": "ArrowUp",
    "↓": "ArrowDown",
    "Esc": "Escape",
    "Page up": "PageUp",
    "Page down": "PageDown",
}
"""How keys are called on the page, where it is not by the name that a browser gives them."""
BROWSERS_OWN = {"Enter", "Shift", "F10"}
"""What does something here without a line of ours: links open, and elements have a menu."""


def keys_of_code() -> set[str]:
    """Every key that a script asks for, or that a link or button names as its shortcut."""
    keys: set[str] = set()
    for path in SCRIPTS:
        text = path.read_text()
        keys |= {key.upper() if len(key) == 1 else key for key in ONE.findall(text)}
        keys |= set(TABLE.findall(text))
        keys |= {name.capitalize() for name in MODIFIER.findall(text)}
    for path in TEMPLATES:
        for names in re.findall(r'data-shortcut="([^"]+)"', path.read_text()):
            keys |= set(names.split())
    return keys


def keys_listed(html: str) -> set[str]:
    """The keys of a list of shortcuts."""
    return {SAID.get(key, key) for key in re.findall(r"<kbd>([^<]+)</kbd>", html)}


def list_of(html: str, before: str) -> str:
    """The list that follows a mark of the page."""
    found = re.search(r'<div class="shortcuts">.*?</section>\s*</div>', html.partition(before)[2], re.DOTALL)
    assert found is not None
    return found[0]


@pytest.fixture
def page(client: Client) -> str:
    """The help page of somebody who reads English."""
    client.force_login(make_user())
    return client.get("/help/").content.decode()


@pytest.mark.parametrize("mark", ['id="shortcuts"', 'id="keys-dialog"'], ids=["page", "dialog"])
def test_every_key_that_does_something_is_listed(page: str, mark: str) -> None:
    assert keys_listed(list_of(page, mark)) == keys_of_code() | BROWSERS_OWN


def test_the_keys_are_grouped(page: str) -> None:
    groups = re.findall(r"<h3>([^<]+)</h3>", list_of(page, 'id="keys-dialog"'))
    assert groups == [
        "Everywhere",
        "In search and quick add",
        "The calendar",
        "A day of the month",
        "An event that has the focus",
    ]
