"""Versions that one person wrote in one go, for a list that shows them as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from events.enums import Verb
from history.facts import Version

TOGETHER: Final = timedelta(minutes=10)
_APART: Final = frozenset(
    {Verb.CREATED, Verb.DELETED, Verb.RESTORED, Verb.ROLLED_BACK, Verb.TRANSFERRED, Verb.PURGED}
)


@dataclass(frozen=True, slots=True)
class Burst:
    """Versions of one author, newest first; mostly one."""

    versions: Sequence[Version]

    @property
    def newest(self) -> Version:
        """The version that the burst ends with."""
        return self.versions[0]

    @property
    def oldest(self) -> Version:
        """The version that the burst begins with."""
        return self.versions[-1]

    @property
    def fields(self) -> list[str]:
        """The wire names of what any of the versions changed, in order."""
        return list(dict.fromkeys(field for version in reversed(self.versions) for field in version.changes))


def bursts(versions: Sequence[Version]) -> list[Burst]:
    """The versions, newest first, in groups: edits of one author of which each follows within `TOGETHER`.

    What is more than an edit stands alone, and so does a version with a reason, which would not be seen else.
    """
    groups: list[list[Version]] = []
    for version in versions:
        if groups and _belongs(version, groups[-1][-1]):
            groups[-1].append(version)
        else:
            groups.append([version])
    return [Burst(tuple(group)) for group in groups]


def _belongs(earlier: Version, later: Version) -> bool:
    return (
        earlier.number == later.number - 1
        and earlier.changed_by == later.changed_by
        and earlier.changed_by is not None
        and not {earlier.verb, later.verb} & _APART
        and not (earlier.reason or later.reason)
        and later.at - earlier.at <= TOGETHER
    )
