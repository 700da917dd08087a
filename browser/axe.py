"""axe on a page: WCAG 2.0 to 2.2, levels A and AA, and best practice."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# it would read style sheets anew, for one rule that is none of these, in a way that the policy refuses
OPTIONS = {"runOnly": TAGS, "resultTypes": ["violations"], "preload": False}
RUN = f"([within, without]) => axe.run(within || {{exclude: without}}, {json.dumps(OPTIONS)})"

# What others have written and cannot be told otherwise, by where it stands: the rule, and the element's HTML.
VENDORED: dict[str, dict[str, str]] = {
    "/admin/": {
        # the script of the two lists of choices names its icons
        "aria-prohibited-attr": r'<span class="help-tooltip search-label-icon"',
        # the heads of the columns that hold no field of an inline
        "empty-table-header": r'<th( class="original")?></th>',
        # its label is an icon whose alternative text is "Search"
        "label-title-only": r'<input type="text" size="40" name="q"',
    },
    "/docs": {
        # the groups of operations come right below the title
        "heading-order": r'<h3 class="opblock-tag"',
        # it makes a <main> itself, and leaves these out of it
        "region": r'<div class="information-container wrapper"|<div><div class="filter-container"',
    },
    "/redoc": {
        # each operation begins with its h2, and goes on with an h5
        "heading-order": r"<h[35]\b",
        # samples of JSON, which one opens and closes
        "target-size": r'<button class="collapser"',
        "scrollable-region-focusable": r"<pre\b",
    },
}
# ReDoc writes thousands of elements, and each operation like the first: axe would look at them for a minute
ALIKE = {"/redoc": ["[id^='tag/']:not([id^='tag/auth'])", "[id^='operation/']:not([id='operation/log_in'])"]}


def axe_violations(page: Page, within: str | None = None) -> list[str]:
    """What axe finds on the page, or within a part of it, in a line each.

    axe comes by the debugger, so the policy of the page stays in force.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    path = urlsplit(page.url).path
    found: list[dict[str, Any]] = page.evaluate(RUN, [within, ALIKE.get(path, [])])["violations"]
    vendored = next((rules for start, rules in VENDORED.items() if path.startswith(start)), {})
    return [
        f"{violation['id']}: {node['target'][0]} {node['html'][:140]}"
        for violation in found
        for node in violation["nodes"]
        if not re.match(vendored.get(violation["id"], "(?!)"), node["html"])
    ]
