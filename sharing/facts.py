"""Who holds what: the answers of sharing's actions and selectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from events.enums import Role
from events.rules.overlap import Span
from sharing.enums import Kind


@dataclass(frozen=True, slots=True)
class Granted:
    """A role that a user now holds of his own."""

    user_id: int
    role: Role


@dataclass(frozen=True, slots=True)
class Grounds:
    """Who granted a role (None where that is not known any more), and when."""

    granted_by: int | None
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class HeldPermission:
    """A role held on the thing itself, with who granted it (None where that account is gone) and when."""

    user_id: int
    username: str
    role: Role
    granted_by: int | None
    granted_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Collaborator:
    """A person who can see the thing for whatever reason, with his highest role, and since when."""

    user_id: int
    username: str
    full_name: str
    is_creator: bool
    role: Role
    since: datetime


@dataclass(frozen=True, slots=True)
class FoundUser:
    """A person to share with; never with an address."""

    id: int
    username: str
    full_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWithAccess:
    """A person who can open the thing; `granted_by` names who gave the role, None where that is not known."""

    user_id: int
    username: str
    full_name: str
    role: Role
    since: datetime
    is_creator: bool = False
    granted_by: str | None = None

    @property
    def name(self) -> str:
        """What people call him."""
        return self.full_name or self.username


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessList:
    """Who can open an event or a calendar: `people` by roles of their own, `others` by a group or calendar.

    `reader_id` and `reader_role` say who looks at the list.
    """

    kind: Kind
    subject_id: int
    title: str
    calendar_id: int
    reader_id: int
    reader_role: Role
    people: Sequence[PersonWithAccess]
    others: Sequence[PersonWithAccess]

    @property
    def may_share(self) -> bool:
        """Whether the reader may give and take roles."""
        return self.reader_role is Role.OWNER

    @property
    def is_creator(self) -> bool:
        """Whether the reader made the thing, or had it handed over."""
        return self.people[0].user_id == self.reader_id

    @property
    def may_leave(self) -> bool:
        """Whether the reader holds a role of his own, which he can give up."""
        return any(person.user_id == self.reader_id for person in self.people[1:])


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What an actor may know of a person with an account.

    `is_near` says that he sees something that the actor sees, `shows_time` that he lets the actor know when
    he is busy; nothing that he does takes longer than `longest_busy`.
    """

    user_id: int
    is_near: bool
    shows_time: bool
    longest_busy: timedelta


@dataclass(frozen=True, slots=True)
class PersonNamed:
    """A person whom somebody named; strangers stay as they were named."""

    user_id: int
    username: str
    name: str
    is_actor: bool


@dataclass(frozen=True, slots=True)
class PersonTime(PersonNamed):
    """When a person is busy: None where he does not let the actor know."""

    busy: Sequence[Span] | None


@dataclass(frozen=True, slots=True)
class CommonTime:
    """When people are busy, and the next slots in which all are free who let the actor know.

    `unknown` are the names that nobody has.
    """

    people: Sequence[PersonTime]
    unknown: Sequence[str]
    slots: Sequence[Span]
