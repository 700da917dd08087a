"""The closed sets of words of the history."""

from enum import StrEnum


class DiffFormat(StrEnum):
    """How a difference is written."""

    JSON = "json"
    TEXT = "text"
    HTML = "html"


class Flaw(StrEnum):
    """What can be wrong with what is stored of an event; each breaks a promise of the history.

    `unreadable`: a row holds what is no content. `not_purged`: the event is gone, and no version says so.
    `not_in_journal`: the chain of the version's calendar has no entry of it.
    """

    NO_VERSIONS = "no_versions"
    VERSION_MISSING = "version_missing"
    VERSION_TWICE = "version_twice"
    NOTHING_CHANGED = "nothing_changed"
    NEWEST_DIFFERS = "newest_differs"
    REPLAY_DIFFERS = "replay_differs"
    UNREADABLE = "unreadable"
    NOT_PURGED = "not_purged"
    NOT_IN_JOURNAL = "not_in_journal"
    OCCURRENCES_DIFFER = "occurrences_differ"
