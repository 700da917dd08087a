"""Who acts when nobody is signed in, and through which door an action was called."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """The door through which a change came."""

    WEB = "web"
    API = "api"
    CALDAV = "caldav"
    IMPORT = "import"
    ADMIN = "admin"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Nobody: sees nothing and may do nothing that needs a person."""

    id: None = None


@dataclass(frozen=True, slots=True)
class System:
    """The installation itself: operators' commands act as it."""

    id: None = None


_source: ContextVar[Source] = ContextVar("source", default=Source.COMMAND)


def current_source() -> str:
    """The door that is being served now; code outside any door counts as a command."""
    return _source.get().value


@contextmanager
def acting_through(source: Source) -> Iterator[None]:
    """Within the block, versions and journal entries name `source` as their door."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)
