"""The server that the contract is proved on, and the people who call it."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from contract.client import Client
from contract.server import RAISED_LIMITS, NewDatabase, Server, migrated, running

OTHER_SETTINGS = {
    "STRICT_PRECONDITIONS": "true",
    "USER_DIRECTORY": "closed",
    "BACKEND_CORS_ORIGINS": "https://app.example.org",
    "METRICS_ALLOWED": "10.0.0.0/8",
}


@pytest.fixture(scope="session")
def new_database() -> Iterator[NewDatabase]:
    """Makes databases for servers of our own."""
    with migrated() as new:
        yield new


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The server at EVENTHUB_URL, or else one of our own with its limits raised."""
    given = os.environ.get("EVENTHUB_URL")
    if given:
        yield Server(given.rstrip("/"))
        return
    with running(request.getfixturevalue("new_database"), RAISED_LIMITS) as started:
        yield started


@pytest.fixture(scope="session")
def only_own() -> None:
    """Skips where EVENTHUB_URL names a server whose settings and database are not ours."""
    if os.environ.get("EVENTHUB_URL"):
        pytest.skip("needs servers that the tests start themselves: leave EVENTHUB_URL out")


@pytest.fixture
def own_server(only_own: None, server: Server) -> Server:
    """The server, where it is ours: its settings are known, and its database can be reached by commands."""
    return server


@pytest.fixture(scope="session")
def other_server(only_own: None, new_database: NewDatabase) -> Iterator[Server]:
    """A server of our own where everything that can be chosen is chosen otherwise."""
    with running(new_database, {**RAISED_LIMITS, **OTHER_SETTINGS}) as started:
        yield started


@pytest.fixture
def anonymous(server: Server) -> Client:
    """Nobody."""
    return Client(server.url)


@pytest.fixture
def person(server: Server) -> Callable[..., Client]:
    """Registers people."""

    def register(name: str = "ann", **fields: Any) -> Client:
        return Client(server.url).register(name, **fields)

    return register


@pytest.fixture
def ann(person: Callable[..., Client]) -> Client:
    """The creator of most things."""
    return person("ann")


@pytest.fixture
def ben(person: Callable[..., Client]) -> Client:
    """Somebody whom Ann shares with."""
    return person("ben")


@pytest.fixture
def cleo(person: Callable[..., Client]) -> Client:
    """Somebody else."""
    return person("cleo")


@pytest.fixture
def told(ann: Client, ben: Client) -> tuple[dict[str, Any], ...]:
    """An event of Ann's in its three versions, the second by Ben."""
    first = ann.create(description="Bring the sketches", tags=["a"])
    ann.share(f"/events/{first['id']}", ben, role="editor")
    second = ben.edit(first["id"], title="Design review", location="Room 2", change_reason="Clearer")
    third = ann.edit(first["id"], description="Bring the new sketches", tags=["a", "b"], location=None)
    return first, second, third
