"""Debian's Chromium, driven by Playwright, and what it complains about."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, sync_playwright

# A refused form answers with its status, which Chromium reports as an error of the page's. It is none.
REFUSAL = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
FAULTS = "/faults/"
"""Where pages fail on purpose (`browser/faults.py`)."""
FAILURE = re.compile(r"Failed to load resource: the server responded with a status of 5\d\d")
# ReDoc would have its maker's mark from there, and cannot be told otherwise; the policy refuses it
REDOCS_MARK = "https://cdn.redoc.ly/redoc/logo-mini.svg"
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}`));
"""


def find_chromium() -> str | None:
    """Where Chromium is; CHROMIUM names one that has another name."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


@contextmanager
def launched(executable: str) -> Iterator[Browser]:
    """A browser; Playwright ends with it, for its loop would stand in the way of tests that use Django."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def collect_complaints(context: BrowserContext, complaints: list[str]) -> None:
    """Notes violations of the Content Security Policy, errors on the console and failures of the server."""

    def note(message: ConsoleMessage) -> None:
        expected = (
            REFUSAL.match(message.text)
            or (FAULTS in message.location["url"] and FAILURE.match(message.text))
            or REDOCS_MARK in message.text
        )
        if message.type == "error" and not expected:
            complaints.append(f"{message.page.url if message.page else ''}: {message.text}")

    context.add_init_script(REPORT_VIOLATIONS)
    context.on("console", note)
    context.on("weberror", lambda error: complaints.append(f"uncaught: {error.error}"))
    context.on(
        "response",
        lambda answer: (
            complaints.append(f"{answer.status} {answer.url}")
            if answer.status >= 500 and FAULTS not in answer.url
            else None
        ),
    )
