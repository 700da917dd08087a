"""Whom and what the calls are about: plain data that the load and the floor read without Django."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

PASSWORD = "correct horse battery staple"


@dataclass(frozen=True, slots=True)
class Person:
    """A user with a session, his access token, and ids of events of his own."""

    id: int
    username: str
    session: int
    calendar: int
    token: str
    events: list[int]


@dataclass(frozen=True, slots=True)
class World:
    """The data set. `people` read and write; the others have a call of their own that nobody disturbs.

    Every evening from `free_from` on is free for all.
    """

    people: list[Person]
    early: Person
    late: Person
    sparse: Person
    historian: Person
    versioned: int
    probe: Person
    probed: int
    free_from: str

    def save(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_bytes(orjson.dumps(asdict(self)))

    @classmethod
    def read(cls, path: Path) -> "World":
        """What `save` wrote."""
        values: dict[str, Any] = orjson.loads(path.read_bytes())
        values["people"] = [Person(**person) for person in values["people"]]
        for name in ("early", "late", "sparse", "historian", "probe"):
            values[name] = Person(**values[name])
        return cls(**values)
