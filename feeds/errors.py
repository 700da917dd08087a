"""The refusals of what comes in and goes out; of a refused file nothing is saved."""

from core.errors import Conflict, DomainError, Fault, Invalid


class FileRefused(Invalid):
    """The file cannot be imported at all (422); the fault names the field `file`."""

    def __init__(self, message: str) -> None:
        super().__init__(message, faults=[Fault("file", self.code, message)])


class NotACalendar(FileRefused):
    """There is no VCALENDAR in the file (RFC 5545, section 3.4)."""

    code = "not_a_calendar"


class FileTooLarge(FileRefused):
    """The file is larger than one import takes."""

    code = "file_too_large"


class NullCharacters(FileRefused):
    """The file holds NUL, which no text has and PostgreSQL cannot store."""

    code = "null_characters_not_allowed"


class NestedTooDeeply(FileRefused):
    """Components stand in components deeper than any calendar has a use for."""

    code = "nested_too_deeply"


class TooManyComponents(FileRefused):
    """The file has more components than one import takes."""

    code = "too_many_components"


class TooManyProperties(FileRefused):
    """The file has more properties than one import takes."""

    code = "too_many_properties"


class TokenTooOld(DomainError):
    """What changed since the token was given can no longer be told: all must be read anew (410)."""

    code = "token_too_old"
    status = 410
    title = "Gone"


class TooManyFeeds(Conflict):
    """A user has as many subscription addresses as he may (409)."""

    code = "too_many_feeds"


class OwnsSharedEvents(Conflict):
    """Others would lose events, and nobody said what is to become of them (409)."""

    code = "owns_shared_events"


class NoHeir(Conflict):
    """The person who is to get the events cannot have them (409)."""

    code = "no_heir"
