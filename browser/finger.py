"""A finger on a page."""

from playwright.sync_api import Page

from browser.moving import Point

REST_MS = 600


class Finger:
    """One finger on the glass, as the browser is told of it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session = page.context.new_cdp_session(page)

    def down(self, at: Point) -> None:
        self._send("touchStart", at)
        self._at = at

    def move(self, by: Point) -> None:
        for step in range(1, 9):
            self._send("touchMove", (self._at[0] + by[0] * step / 8, self._at[1] + by[1] * step / 8))
            self._page.wait_for_timeout(16)

    def up(self) -> None:
        self._send("touchEnd")

    def rest(self) -> None:
        self._page.wait_for_timeout(REST_MS)

    def _send(self, kind: str, *at: Point) -> None:
        points = [{"x": x, "y": y} for x, y in at]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
