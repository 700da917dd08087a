"""The statements of a call as plain data: what `bench.capture` writes and the floor runs, without Django."""

from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias


class Input(NamedTuple):
    """A hole that the request fills, by a name such as `user`, `event` or `body.title`."""

    name: str


class Output(NamedTuple):
    """A hole that a row of an earlier statement fills, with so much added."""

    step: int
    row: int
    column: int
    plus: int


class Now(NamedTuple):
    """A hole for the present instant."""


Hole: TypeAlias = Input | Output | Now
Path: TypeAlias = tuple[Any, ...]
"""Where a parameter stands: its name or index, and then, in a list, the index there."""


@dataclass(frozen=True, slots=True)
class Step:
    """One statement: its SQL, its parameters with stand-ins in the holes, and what fills these.

    `numbered` parameters (`$1`) are for psycopg's raw cursors, the others for its usual ones.
    """

    sql: str
    numbered: bool
    params: Any
    holes: list[tuple[Path, Hole]]
    in_transaction: bool


@dataclass(frozen=True, slots=True)
class Script:
    """The statements of a call in their order, BEGIN and COMMIT left out, and what the server answered."""

    steps: list[Step]
    answer: Any
