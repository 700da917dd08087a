"""Pictures of all pages at 1280 and 390 pixels, light and dark; with `--docs` eight for the documentation."""

import argparse
import base64
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from browser.catalogue import PLACES
from browser.chromium import find_chromium
from browser.place import LAUNCH
from browser.site import DESKTOP, PHONE, Site, event_id, opened, settle
from contract.server import migrated

ROOT = Path(__file__).parent.parent
EVERYTHING = ROOT / "var" / "screenshots"
DOCS = ROOT / "docs" / "screenshots"
THEMES = ("light", "dark")
QUALITY = 82


@dataclass(frozen=True)
class Picture:
    """One picture of the documentation: a place, the theme, the size, and what is done before."""

    place: str
    theme: str
    size: tuple[int, int]
    do: Callable[[Page], None] = lambda page: None


def open_share(page: Page) -> None:
    """The dialog over the event."""
    page.get_by_role("link", name="Share").first.click()
    page.get_by_role("dialog").wait_for()


def split(page: Page) -> None:
    """The difference side by side."""
    page.goto(f"/events/{event_id(page, LAUNCH)}/diff/7/8/?view=split")


CHOSEN = {
    "month": Picture("month", "light", DESKTOP),
    "week-dark": Picture("week", "dark", DESKTOP),
    "event": Picture("event", "light", DESKTOP),
    "difference": Picture("event-diff", "light", DESKTOP, split),
    "share": Picture("event", "light", DESKTOP, open_share),
    "restore": Picture("event-restore", "dark", DESKTOP),
    "month-phone": Picture("month", "light", PHONE),
    "event-phone": Picture("event", "dark", PHONE),
}


def main() -> int:
    """Writes the pictures and says where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", action="store_true", help=f"only the {len(CHOSEN)} in docs/screenshots")
    only_docs: bool = parser.parse_args().docs
    with _site() as site:
        if only_docs:
            _take_chosen(site)
        else:
            _take_everything(site)
    sys.stdout.write(f"The pictures are in {(DOCS if only_docs else EVERYTHING).relative_to(ROOT)}/.\n")
    return 1 if site.complaints else 0


@contextmanager
def _site() -> Iterator[Site]:
    executable = find_chromium()
    if executable is None:
        sys.exit("Pictures need Chromium: apt-get install chromium, or set CHROMIUM.")
    with migrated("seed_demo") as new_demo, opened(new_demo, executable) as site:
        yield site


def _take_everything(site: Site) -> None:
    EVERYTHING.mkdir(parents=True, exist_ok=True)
    for size in (DESKTOP, PHONE):
        for theme in THEMES:
            for user in sorted({place.user for place in PLACES}):
                with site.page(user, size=size, color_scheme=theme) as page:
                    for place in (place for place in PLACES if place.user == user):
                        place.open(site, page)
                        settle(page)
                        page.screenshot(
                            path=EVERYTHING / f"{place.name}-{size[0]}-{theme}.png",
                            # the API's description, which others draw, is longer than a picture can be
                            full_page=place.themed,
                        )


def _take_chosen(site: Site) -> None:
    DOCS.mkdir(parents=True, exist_ok=True)
    places = {place.name: place for place in PLACES}
    for name, picture in CHOSEN.items():
        place = places[picture.place]
        with site.page(place.user, size=picture.size, color_scheme=picture.theme) as page:
            place.open(site, page)
            picture.do(page)
            settle(page)
            # Playwright itself writes no WebP, which is a third of the size
            session = page.context.new_cdp_session(page)
            taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
            (DOCS / f"{name}.webp").write_bytes(base64.b64decode(taken["data"]))


if __name__ == "__main__":
    sys.exit(main())
