"""Versions as a list shows them: who, what in words, why and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from accounts.selectors.people import people_by_id
from history.facts import Version
from history.rules.bursts import Burst, bursts
from history.web.words import burst_in_words, version_in_words


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One version; `person` is None where the installation did it, or who did it is gone."""

    version: Version
    person: User | None
    words: str


@dataclass(frozen=True, slots=True)
class BurstShown:
    """Versions that are shown as one, with each of them where there are several."""

    burst: Burst
    person: User | None
    words: str
    versions: Sequence[VersionShown]


def bursts_shown(versions: Sequence[Version]) -> list[BurstShown]:
    """The versions, newest first, grouped; one query for all the people."""
    people = people_by_id([version.changed_by for version in versions])
    return [
        BurstShown(
            burst,
            people.get(burst.newest.changed_by or 0),
            burst_in_words(burst),
            [
                VersionShown(version, people.get(version.changed_by or 0), version_in_words(version))
                for version in burst.versions
            ],
        )
        for burst in bursts(versions)
    ]
