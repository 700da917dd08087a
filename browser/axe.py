"""axe on a page: WCAG 2.0 to 2.2, levels A and AA, and best practice."""

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = f"(within) => axe.run(within || document, {{runOnly: {json.dumps(TAGS)}, resultTypes: ['violations']}})"


def axe_violations(page: Page, within: str | None = None) -> list[str]:
    """What axe finds on the page, or within a part of it, in a line each.

    axe comes by the debugger, so the policy of the page stays in force.
    """
    page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN, within)["violations"]
    return [
        f"{violation['id']}: {node['target'][0]} {node['html'][:140]}"
        for violation in found
        for node in violation["nodes"]
    ]
