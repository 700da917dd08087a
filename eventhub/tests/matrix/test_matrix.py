"""The role x call matrix over the API, by every way to have a role."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import URLPattern
from pytest_django.plugin import DjangoDbBlocker

from eventhub.tests.matrix.table import Row, rows, shape
from eventhub.tests.matrix.world import (
    ACTORS,
    BOUNDARY,
    DIRECT,
    Actor,
    World,
    body_of,
    build,
    everything,
    taken_back,
)
from eventhub.urls import api_v1

# without the mark no test database would be made
pytestmark = pytest.mark.django_db
ROWS = rows()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once: every call is taken back."""
    with django_db_blocker.unblock(), taken_back():
        yield build()


def expected(row: Row, actor: Actor) -> int:
    """The status in the actor's cell."""
    role = actor.role
    if row.subject == "calendar" and actor.route.endswith("event"):
        role = "stranger"  # an event of a calendar opens the calendar to nobody
    direct, _, otherwise = row.cells[role].partition("|")
    return int(otherwise if otherwise and actor.route != DIRECT[row.subject] else direct)


def actors_of(row: Row) -> list[Actor]:
    """Everybody; where a method is not taken, one of each role, because nobody is asked who he is."""
    if set(row.cells.values()) == {"405"}:
        return list({actor.role: actor for actor in ACTORS}.values())
    return ACTORS


def call(world: World, row: Row, actor: Actor) -> Any:
    """The answer to the actor's call."""
    me = world.people[actor].pk if actor in world.people else 0
    path = row.path.format(**world.ids, self=me)
    if path == "/users/":
        path += "?q=guest"
    sent = body_of(row.method, row.path, world)
    tokens = world.tokens.get(actor)
    form = f"multipart/form-data; boundary={BOUNDARY}"
    caches["limits"].clear()  # all come from one address
    return Client(raise_request_exception=False).generic(
        row.method,
        f"/api/v1{path}",
        sent if isinstance(sent, bytes) else b"" if sent is None else orjson.dumps(sent),
        content_type=form if isinstance(sent, bytes) else "application/json",
        headers={"Authorization": f"Bearer {tokens.access_token}"} if tokens else {},
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.path}")
def test_who_gets_which_answer(world: World, row: Row) -> None:
    wanted = {actor: expected(row, actor) for actor in actors_of(row)}
    refused = [actor for actor, status in wanted.items() if status >= 400]
    with taken_back():
        answers = {actor: call(world, row, actor) for actor in refused}
        assert everything() == world.rows
    for actor in wanted.keys() - answers.keys():
        with taken_back():
            answers[actor] = call(world, row, actor)
    assert {actor: answers[actor].status_code for actor in wanted} == wanted
    assert {answers[actor]["Content-Type"] for actor in refused} <= {"application/problem+json"}


def test_the_table_has_every_call_of_the_api() -> None:
    served = {
        (shape("/" + str(pattern.pattern).replace("<", "{").replace(">", "}")), method.upper())
        for pattern in api_v1
        if isinstance(pattern, URLPattern)
        for method in ("get", "post", "put", "patch", "delete")
        if hasattr(getattr(pattern.callback, "view_class", None), method)
    }
    told = {(shape(row.path), row.method) for row in ROWS if set(row.cells.values()) != {"405"}}
    assert served - told == set()


def test_refusals_do_not_tell_what_is_there(world: World) -> None:
    """A stranger's answer is the same for what exists and for what does not."""
    paths = {row.path for row in ROWS if row.subject == "event" and "{event}" in row.path}
    for row in ROWS:
        if row.path in paths and row.cells["stranger"] == "404":
            nothing = row._replace(path=row.path.replace("{event}", "{nothing}"))
            with taken_back():
                answers = [call(world, each, Actor("stranger")) for each in (row, nothing)]
            assert answers[0].content == answers[1].content, row
