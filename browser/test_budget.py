"""How much a first visit costs: requests, bytes as a server with compression sends them, and layout shift."""

import gzip

import pytest
from playwright.sync_api import Response

from browser.catalogue import PLACES
from browser.chromium import REDOCS_MARK
from browser.place import Place
from browser.site import DESKTOP, PHONE, Site, settle

MOST_REQUESTS = 12
MOST_BYTES = 120 * 1024
PACKED = ("font/", "image/png", "image/webp", "image/jpeg", "application/octet-stream")
"""What compression would not make smaller."""

SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifts.push(each.value);
}).observe({ type: "layout-shift", buffered: true });
"""
COSTLY = [
    place for place in PLACES if place.name in ("start", "sign-in", "month", "week", "event", "new-event")
]


def sent(answer: Response) -> int:
    """The bytes of the body as they would go over the wire."""
    body = answer.body()
    kind = answer.headers.get("content-type", "")
    return len(body) if kind.startswith(PACKED) else len(gzip.compress(body, 6))


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("place", COSTLY, ids=str)
def test_a_first_visit_keeps_to_the_budget(site: Site, place: Place, size: tuple[int, int]) -> None:
    answers: list[Response] = []
    with site.page(place.user, size=size) as page:
        address = place.address(site)
        page.add_init_script(SHIFTS)
        page.on("response", lambda answer: answers.append(answer))
        page.goto(address)
        settle(page)
        page.wait_for_timeout(300)
        costs = {answer.url: sent(answer) for answer in answers if answer.status == 200}
        shifts = page.evaluate("window.shifts")
    # a letter that is a fraction of a pixel wider in the font that comes is no shift that anybody sees
    assert round(sum(shifts), 2) == 0
    assert len(answers) <= MOST_REQUESTS, sorted(costs)
    assert sum(costs.values()) <= MOST_BYTES, costs


def test_no_page_asks_anybody_else(site: Site) -> None:
    strangers: list[str] = []
    for user in sorted({place.user for place in PLACES}):
        with site.page(user) as page:
            page.on(
                "request",
                lambda request: (
                    strangers.append(request.url)
                    if not request.url.startswith((site.server.url, "data:", "blob:", REDOCS_MARK))
                    else None
                ),
            )
            for place in (place for place in PLACES if place.user == user):
                place.open(site, page)
    assert strangers == []
