"""The calls that are measured: each makes its next request out of the world and a counter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bench.world import PASSWORD, Person, World

EVENINGS = 700
SLOTS = 12  # half hours of an evening


@dataclass(frozen=True, slots=True)
class Request:
    """One request, as the server and the floor take it; `token` is None at the login and for pages.

    A `body` of bytes is sent as it is, of the type that `content_type` names.
    """

    method: str
    path: str
    token: str | None
    body: Any = None
    cookie: str = ""
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    """A call by name. `request(world, n)` is the n-th request; no two have the same effect.

    `script` names the statements that the floor runs; a page has none, its floor is the empty page of the
    same server. `target` is the ratio to the floor to be reached, `cpu` and `queries` are the most that the
    server may need for one: milliseconds of its own CPU, and statements.
    """

    name: str
    script: str
    request: Callable[[World, int], Request]
    target: float | None = None
    cpu: float | None = None
    queries: int | None = None

    @property
    def is_page(self) -> bool:
        return not self.script


def _person(world: World, n: int) -> Person:
    return world.people[n % len(world.people)]


def _event_path(person: Person, n: int) -> str:
    return f"/api/v1/events/{person.events[n * 7 % len(person.events)]}"


def login(world: World, n: int) -> Request:
    body = {"username": _person(world, n).username, "password": PASSWORD}
    return Request("POST", "/api/v1/auth/login", None, body)


def list_of(name: str) -> Callable[[World, int], Request]:
    def request(world: World, n: int) -> Request:
        return Request("GET", "/api/v1/events/?limit=50", getattr(world, name).token)

    return request


def get(world: World, n: int) -> Request:
    person = _person(world, n)
    return Request("GET", _event_path(person, n // len(world.people)), person.token)


def update(world: World, n: int) -> Request:
    person = _person(world, n)
    body = {"title": f"Meeting, moved {n} times", "location": "Room 3"}
    return Request("PUT", _event_path(person, n // len(world.people)), person.token, body)


def create(world: World, n: int) -> Request:
    person = _person(world, n)
    return Request("POST", "/api/v1/events/", person.token, new_event(world, n // len(world.people)))


def batch(world: World, n: int) -> Request:
    person, first = _person(world, n), n // len(world.people) * 50
    # from the far end of the free evenings, where no single creation comes
    slots = [EVENINGS * SLOTS - 1 - at for at in range(first, first + 50)]
    body = {"events": [new_event(world, slot) for slot in slots]}
    return Request("POST", "/api/v1/events/batch", person.token, body)


def new_event(world: World, slot: int) -> dict[str, Any]:
    """The body of an event in the person's n-th free half hour."""
    evening, half_hour = divmod(slot, SLOTS)
    start = datetime.fromisoformat(world.free_from) + timedelta(
        days=evening, hours=18, minutes=30 * half_hour
    )
    return {
        "title": "Review of the figures",
        "description": "What was decided last time, what is open, and who brings the figures.",
        "location": "Room 2, second floor",
        "start_time": start.isoformat(),
        "end_time": (start + timedelta(minutes=30)).isoformat(),
        "timezone": "Europe/Lisbon",
        "tags": ["planning"],
    }


def month_after(instant: datetime) -> tuple[datetime, datetime]:
    """Where the month after that of the instant begins and ends."""
    first = instant.replace(day=1) + timedelta(days=32)
    return first.replace(day=1), (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def occurrences(world: World, n: int) -> Request:
    begin, end = (_instant(at) for at in month_after(datetime.fromisoformat(world.free_from)))
    return Request("GET", f"/api/v1/occurrences/?from={begin}&to={end}", world.recurring.token)


def free_busy(world: World, n: int) -> Request:
    begin = datetime.fromisoformat(world.free_from) + timedelta(days=7)
    window = {"from": _instant(begin), "to": _instant(begin + timedelta(days=7))}
    return Request("POST", "/api/v1/freebusy", world.planner.token, {"users": world.team, **window})


def changes(world: World, n: int) -> Request:
    return Request("GET", f"/api/v1/changes?since={world.since}", world.follower.token)


def month_page_of(name: str) -> Callable[[World, int], Request]:
    def request(world: World, n: int) -> Request:
        month, _ = month_after(datetime.fromisoformat(world.free_from))
        path = f"/calendar/?view=month&date={month:%Y-%m-15}"
        return Request("GET", path, None, cookie=getattr(world, name).cookie)

    return request


def empty_page(world: World, n: int) -> Request:
    """The page that has least of its own, for somebody who is signed in: search, before anything is asked."""
    return Request("GET", "/search/", None, cookie=world.idle.cookie)


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _of_history(suffix: str) -> Callable[[World, int], Request]:
    def request(world: World, n: int) -> Request:
        return Request("GET", f"/api/v1/events/{world.versioned}/{suffix}", world.historian.token)

    return request


WITHOUT_EVENTS = "month page of none"
CALLS = (
    Call("login", "login", login),
    Call("list 50, early", "list", list_of("early"), 0.6),
    Call("list 50, late", "list", list_of("late"), 0.6),
    Call("list 50, sparse", "list", list_of("sparse"), 0.6),
    Call("get", "get", get, 0.5),
    Call("history of 100", "history", _of_history("history?limit=100")),
    Call("diff", "diff", _of_history("diff/1/200")),
    Call("changelog of 50", "changelog", _of_history("changelog")),
    Call("occurrences of a month, 200 series", "occurrences", occurrences, 0.5),
    Call("free/busy of 20", "freebusy", free_busy),
    # before the writes: it reads the entries of all
    Call("changes, 50 of 249", "changes", changes),
    Call("update", "update", update, 0.4),
    Call("create", "create", create, 0.4),
    Call("batch of 50", "batch", batch, 0.4),
    Call("month page of 300", "", month_page_of("crowded"), cpu=60, queries=6),
    Call("month page of 3", "", month_page_of("calm"), cpu=60, queries=6),
    Call(WITHOUT_EVENTS, "", month_page_of("idle"), cpu=60, queries=6),
)
EMPTY_PAGE = Call("empty page", "", empty_page)
IMPORTED = 10_000
IMPORT = f"import of {IMPORTED:,}"
