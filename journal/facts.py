"""What happened, as the actions tell it to the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST_VERB = 40
LONGEST_KIND = 20
LONGEST_SUMMARY = 300


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened: a verb in the past tense and the thing that it happened to.

    `payload` holds JSON values only and is the one place for people's words and for personal data, because it
    alone can be blanked later. `summary` never holds either: it names fields, roles and counts.
    `calendar_id` 0 is for what belongs to no calendar, such as logins.
    Raises ValueError where a text is longer than its column, on whatever database.
    """

    verb: str
    subject_kind: str
    subject_id: int | None
    subject_version: int | None = None
    calendar_id: int = 0
    summary: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for text, longest in (
            (self.verb, LONGEST_VERB),
            (self.subject_kind, LONGEST_KIND),
            (self.summary, LONGEST_SUMMARY),
        ):
            if len(text) > longest:
                raise ValueError(f"{text!r} is longer than {longest} characters.")
