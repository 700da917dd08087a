"""The role x page matrix, by every way to have a role."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from eventhub.tests.matrix.pages_table import rows
from eventhub.tests.matrix.table import Row
from eventhub.tests.matrix.world import (
    ACTORS,
    DIRECT,
    FILE,
    Actor,
    Rows,
    World,
    build,
    everything,
    taken_back,
)

# without the mark no test database would be made
pytestmark = pytest.mark.django_db
ROWS = rows()


@dataclass(frozen=True)
class Pages:
    """The world, a browser for everybody in it, and what is there when all have signed in."""

    world: World
    browsers: dict[Actor, Client]
    rows: Rows


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Pages]:
    """Made once: every call is taken back."""
    with django_db_blocker.unblock(), taken_back():
        world = build()
        browsers = {actor: Client(raise_request_exception=False) for actor in ACTORS}
        for actor, user in world.people.items():
            browsers[actor].force_login(user)
        yield Pages(world, browsers, everything())


def expected(row: Row, actor: Actor) -> str:
    """What stands in the actor's cell."""
    role = actor.role
    if row.subject == "calendar" and actor.route.endswith("event"):
        role = "stranger"  # an event of a calendar opens the calendar to nobody
    direct, _, otherwise = row.cells[role].partition("|")
    return otherwise if otherwise and actor.route != DIRECT[row.subject] else direct


def call(pages: Pages, row: Row, actor: Actor) -> str:
    """The status of the answer, or that one has to sign in."""
    caches["limits"].clear()  # all come from one address
    path, browser = row.path.format(**pages.world.ids), pages.browsers[actor]
    answer: Any = (
        browser.get(path) if row.method == "GET" else browser.post(path, form_of(row.path, pages.world))
    )
    if answer.status_code == 302 and answer["Location"].startswith("/accounts/login/"):
        return "login"
    if answer.streaming:
        b"".join(answer.streaming_content)
    return str(answer.status_code)


def form_of(path: str, world: World) -> dict[str, Any]:
    """What makes the form a good one, were it allowed."""
    times = {
        "start_date": "2031-03-10",
        "start_time": "09:00",
        "end_date": "2031-03-10",
        "end_time": "10:00",
        "timezone": "UTC",
    }
    shown = {"status": "confirmed", "transparency": "opaque", "calendar_id": world.ids["calendar"]}
    forms: dict[str, dict[str, Any]] = {
        "edit": {"title": "Third", "version": 2, **times, **shown},
        "move": {"start": "2031-05-05T09:00", "end": "2031-05-05T10:00", "version": 2},
        "1": {"row": "title", "offered": "title", "version": 2},
        "share": {"person": "nobody", "role": "viewer"},
        "several": {"with": "nobody", "role": "viewer"},
        "{guest}": {"role": "editor"},
        "{creator}": {"role": "editor"},
        "import": {
            "file": SimpleUploadedFile("file.ics", FILE, "text/calendar"),
            "calendar_id": world.ids["calendar"],
        },
    }
    if path == "/events/several/":
        return {"event": world.ids["event"], "action": "add_tag", "tag": "more", "do": "1"}
    if path.startswith("/calendars/") and path.endswith("/edit/"):
        return {"name": "Renamed", "color": "teal", "timezone": "UTC"}
    return forms.get(path.partition("?")[0].rstrip("/").rpartition("/")[2], {})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.path}")
def test_who_gets_which_page(pages: Pages, row: Row) -> None:
    wanted = {actor: expected(row, actor) for actor in ACTORS}
    refused = [actor for actor, status in wanted.items() if status == "login" or status >= "4"]
    with taken_back():
        answers = {actor: call(pages, row, actor) for actor in refused}
        assert everything() == pages.rows
    for actor in wanted.keys() - answers.keys():
        with taken_back():
            answers[actor] = call(pages, row, actor)
            if row.method == "GET":
                assert everything() == pages.rows
    assert {actor: answers[actor] for actor in wanted} == wanted
