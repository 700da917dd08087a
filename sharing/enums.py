"""The closed set of things that can be shared."""

from enum import StrEnum


class Kind(StrEnum):
    """What a role is held on; the values are the names of the models, as permissions' codenames end."""

    EVENT = "event"
    CALENDAR = "calendar"
