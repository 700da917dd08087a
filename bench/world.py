"""Whom and what the calls are about: plain data that the load and the floor read without Django."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

PASSWORD = "correct horse battery staple"
READERS = ("early", "late", "sparse", "historian", "probe", "recurring", "planner", "follower")
ALONE = (*READERS, "importer", "crowded", "calm", "idle")
"""Who has a call of his own; `READERS` are those among them whose statements the floor runs."""


@dataclass(frozen=True, slots=True)
class Person:
    """A user with a session: his token, ids of events of his own, his browser's cookie if he has one."""

    id: int
    username: str
    session: int
    calendar: int
    token: str
    events: list[int]
    cookie: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """The data set. `people` read and write; the others have a call of their own that nobody disturbs.

    Every evening from `free_from` on is free for all, the planner sees when the `team` is busy, and the
    follower has read all changes up to the token `since`.
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
    recurring: Person
    planner: Person
    team: list[int]
    follower: Person
    since: str
    importer: Person
    crowded: Person
    calm: Person
    idle: Person

    def everybody(self) -> list[Person]:
        """All who may call, but for the team."""
        return [*self.people, *(getattr(self, name) for name in ALONE)]

    def save(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_bytes(orjson.dumps(asdict(self)))

    @classmethod
    def read(cls, path: Path) -> "World":
        """What `save` wrote."""
        values: dict[str, Any] = orjson.loads(path.read_bytes())
        values["people"] = [Person(**person) for person in values["people"]]
        for name in ALONE:
            values[name] = Person(**values[name])
        return cls(**values)
