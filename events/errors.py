"""The refusals of the core: each has a stable code."""

from core.errors import Conflict, PreconditionFailed, Refused


class ScheduleConflict(Conflict):
    """Busy time would overlap; `data` has `conflicts` and `suggestions` (409)."""

    code = "schedule_conflict"
    title = "Scheduling conflict"


class StaleVersion(Conflict):
    """Both sides changed the same fields; `data` has all three values of each (409)."""

    code = "stale_version"
    title = "Stale version"


class StaleMatch(PreconditionFailed):
    """`If-Match` names another version than the current one; nothing is merged (412)."""

    code = "stale_version"
    title = "Precondition failed"


class CalendarNotEmpty(Conflict):
    """A calendar that holds events is not deleted (409)."""

    code = "calendar_not_empty"
    title = "Calendar not empty"


class CalendarIsDefault(Conflict):
    """The default calendar is not deleted (409)."""

    code = "calendar_is_default"
    title = "Default calendar"


class HasEvents(Conflict):
    """Examples are for whoever has no events yet (409)."""

    code = "has_events"
    title = "There are events"


class BatchFailed(Refused):
    """One item of an atomic batch was refused, so none was made (400)."""

    code = "batch_failed"
    title = "Batch failed"
