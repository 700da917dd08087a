"""A server and a browser for each file of tests. Without Chromium they are skipped, but not in CI."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.chromium import find_chromium
from browser.site import Site, opened
from contract.server import NewDatabase, migrated

HERE = Path(__file__).parent
MISSING = "the browser tests need Chromium: apt-get install chromium, or set CHROMIUM"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of this folder, and skips them where there is no Chromium."""
    skip = find_chromium() is None and os.environ.get("CI") != "true"
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if skip:
                item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line, so that nobody takes what was skipped for what was proved."""
    if find_chromium() is None:
        terminalreporter.write_line(f"NOTHING WAS PROVED IN A BROWSER: {MISSING}.", red=True, bold=True)


@pytest.fixture(scope="session")
def new_demo() -> Iterator[NewDatabase]:
    """Makes databases that hold the demo."""
    with migrated("seed_demo") as new:
        yield new


@pytest.fixture(scope="module")
def running_site(new_demo: NewDatabase) -> Iterator[Site]:
    """A server of the module's own, and a browser."""
    executable = find_chromium()
    if executable is None:
        pytest.fail(MISSING)
    with opened(new_demo, executable) as site:
        yield site


@pytest.fixture
def site(running_site: Site) -> Iterator[Site]:
    """The site; the test fails if a browser complains about a page."""
    running_site.complaints.clear()
    yield running_site
    assert running_site.complaints == []
