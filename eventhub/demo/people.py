"""Who plays in the demo: six people, their calendars, what they share, and the password of them all."""

from dataclasses import dataclass
from typing import Final

from events.enums import Color, Role

PASSWORD: Final = "open-the-calendar"
"""The one password of all demo accounts. It is public, so production refuses the demo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A demo account with its default calendar; `timezone` is an IANA key."""

    username: str
    full_name: str
    timezone: str
    calendar: str
    color: Color
    is_admin: bool = False

    @property
    def email(self) -> str:
        """An address of a domain that nobody owns (RFC 2606, section 3)."""
        return f"{self.full_name.replace(' ', '').lower()}@example.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCalendar:
    """A calendar beside the default ones."""

    name: str
    owner: str
    color: Color
    timezone: str


@dataclass(frozen=True, slots=True)
class Share:
    """Roles on a calendar, by username."""

    calendar: str
    owner: str
    roles: dict[str, Role]


@dataclass(frozen=True, slots=True)
class Team:
    """A group of people with a role on a calendar."""

    name: str
    members: tuple[str, ...]
    calendar: str
    owner: str
    role: Role


MARTA, PRIYA, KENJI, AMARA, LUKAS, ADMIN = "marta", "priya", "kenji", "amara", "lukas", "admin"
PRODUCT, DESIGN, ENGINEERING, PEOPLE_TEAM = "Product team", "Design studio", "Engineering", "People & culture"

PEOPLE: Final = (
    Person(
        username=MARTA,
        full_name="Marta Reis",
        timezone="Europe/Lisbon",
        calendar="Marta Reis",
        color=Color.ROSE,
    ),
    Person(
        username=PRIYA,
        full_name="Priya Nair",
        timezone="Europe/London",
        calendar="Priya Nair",
        color=Color.VIOLET,
    ),
    Person(
        username=KENJI,
        full_name="Kenji Ono",
        timezone="Asia/Tokyo",
        calendar="Kenji Ono",
        color=Color.GREEN,
    ),
    Person(
        username=AMARA,
        full_name="Amara Bello",
        timezone="Africa/Lagos",
        calendar=PEOPLE_TEAM,
        color=Color.AMBER,
    ),
    Person(
        username=LUKAS,
        full_name="Lukas Stein",
        timezone="Europe/Berlin",
        calendar="Lukas Stein",
        color=Color.ORANGE,
    ),
    Person(
        username=ADMIN,
        full_name="Sofia Lindqvist",
        timezone="America/New_York",
        calendar="Sofia Lindqvist",
        color=Color.SLATE,
        is_admin=True,
    ),
)

CALENDARS: Final = (
    SharedCalendar(name=PRODUCT, owner=MARTA, color=Color.COBALT, timezone="Europe/Lisbon"),
    SharedCalendar(name=DESIGN, owner=MARTA, color=Color.VIOLET, timezone="Europe/London"),
    SharedCalendar(name=ENGINEERING, owner=KENJI, color=Color.TEAL, timezone="Europe/Berlin"),
)

SHARES: Final = (
    Share(PRODUCT, MARTA, {PRIYA: Role.EDITOR, AMARA: Role.VIEWER}),
    Share(DESIGN, MARTA, {PRIYA: Role.OWNER}),
    Share(ENGINEERING, KENJI, {LUKAS: Role.EDITOR, MARTA: Role.EDITOR, PRIYA: Role.VIEWER}),
    Share(
        PEOPLE_TEAM,
        AMARA,
        {
            MARTA: Role.EDITOR,
            PRIYA: Role.VIEWER,
            KENJI: Role.VIEWER,
            LUKAS: Role.VIEWER,
            ADMIN: Role.VIEWER,
        },
    ),
)

TEAM: Final = Team("Design guild", (LUKAS, AMARA), DESIGN, MARTA, Role.VIEWER)
