"""What is vendored is what was published."""

import re
from pathlib import Path

from django.conf import settings

from eventhub.management.commands.vendor_icons import VENDOR, digests

USED = re.compile(r"""\{% icon ["']([a-z0-9-]+)["']""")


def test_vendored_files_are_those_of_the_list() -> None:
    assert digests() == (VENDOR / "SHA256SUMS").read_text().splitlines()


def test_sprite_has_the_icons_of_the_list() -> None:
    names = (VENDOR / "lucide" / "icons.txt").read_text().split()
    assert names == sorted(set(names))
    symbols = re.findall(r'<symbol id="([a-z0-9-]+)"', (VENDOR / "lucide" / "sprite.svg").read_text())
    assert symbols == names


def test_sprite_has_the_icons_that_are_used_and_no_other() -> None:
    names = set((VENDOR / "lucide" / "icons.txt").read_text().split())
    assert sorted(used_icons() - names) == []
    root = Path(settings.BASE_DIR)
    sources = [*root.glob("templates/**/*.html"), *root.glob("*/web/**/*.py")]
    texts = "\n".join(source.read_text() for source in sources)
    assert sorted(name for name in names if not re.search(rf"""["'#]{name}["']""", texts)) == []


def used_icons() -> set[str]:
    templates = Path(settings.BASE_DIR, "templates").rglob("*.html")
    return {name for template in templates for name in USED.findall(template.read_text())}
