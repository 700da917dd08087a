"""What a version did, in the reader's words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from events.enums import Verb
from history.facts import Version
from history.rules.bursts import Burst
from history.rules.diff import Change
from history.rules.diff_rows import ROW_OF, changed_rows
from history.rules.summary import time_shift

ROW_NAMES = {
    "title": pgettext_lazy("what was changed", "title"),
    "when": pgettext_lazy("what was changed", "time"),
    "location": pgettext_lazy("what was changed", "place"),
    "description": pgettext_lazy("what was changed", "description"),
    "rule": pgettext_lazy("what was changed", "recurrence"),
    "recurrence_overrides": pgettext_lazy("what was changed", "single dates"),
    "tags": pgettext_lazy("what was changed", "tags"),
    "status": pgettext_lazy("what was changed", "status"),
    "transparency": pgettext_lazy("what was changed", "availability"),
    "calendar_id": pgettext_lazy("what was changed", "calendar"),
    "is_deleted": pgettext_lazy("what was changed", "trash"),
}
_WHOLE = {
    Verb.CREATED: gettext_lazy("Created the event"),
    Verb.DELETED: gettext_lazy("Moved the event to the trash"),
    Verb.TRANSFERRED: gettext_lazy("Handed the event over to another owner"),
    Verb.PURGED: gettext_lazy("Deleted the event for good"),
}


def version_in_words(version: Version) -> str:
    """`Moved 1 h later; changed place, description`, or what it was that is more than an edit."""
    if version.verb in _WHOLE:
        return str(_WHOLE[version.verb])
    details = changes_in_words(version.changes, version.data.get("timezone"))
    match version.verb:
        case Verb.RESTORED:
            return _("Brought the event back from the trash")
        case Verb.ROLLED_BACK:
            return _("Restored version %(number)s: %(details)s") % {
                "number": version.restored_from,
                "details": details,
            }
        case Verb.UNDONE:
            return _("Undid version %(number)s: %(details)s") % {
                "number": version.restored_from,
                "details": details,
            }
        case Verb.MERGED:
            return _("Merged with what others had changed: %(details)s") % {"details": details}
    return details[:1].upper() + details[1:]


def burst_in_words(burst: Burst) -> str:
    """What several versions did together: the names of what they changed."""
    if len(burst.versions) == 1:
        return version_in_words(burst.newest)
    rows = dict.fromkeys(ROW_OF[field] for field in burst.fields if field in ROW_OF)
    count = len(burst.versions)
    return ngettext("%(count)s change: %(names)s", "%(count)s changes: %(names)s", count) % {
        "count": count,
        "names": _listed(str(ROW_NAMES[row]) for row in rows),
    }


def changes_in_words(changes: Mapping[str, Change], tz: str | None) -> str:
    """`moved 1 h later; changed place, description`; `tz` is the event's zone."""
    rows = changed_rows(changes)
    moved = shift_in_words(changes, tz)
    parts = []
    if "when" in rows and moved:
        parts.append(moved)
        if "timezone" not in changes:
            rows.remove("when")
    all_day = changes.get("is_all_day")
    if all_day is not None and all_day.before is not None:
        parts.append(_("made it all day") if all_day.after else _("gave it a time of day"))
        rows = [row for row in rows if row != "when"]
    if rows:
        parts.append(_("changed %(names)s") % {"names": _listed(str(ROW_NAMES[row]) for row in rows)})
    return "; ".join(parts) or _("changed nothing that is shown here")


def shift_in_words(changes: Mapping[str, Change], tz: str | None) -> str:
    """`moved 1 h later, 30 min longer`; empty where the times did not move, or there is no saying how far."""
    shift = time_shift(changes, tz)
    if shift is None:
        return ""
    moved, longer = shift
    parts = []
    if moved:
        values = {"amount": amount_in_words(moved)}
        parts.append(
            _("moved %(amount)s later") % values
            if moved > timedelta()
            else _("moved %(amount)s earlier") % values
        )
    if longer:
        values = {"amount": amount_in_words(longer)}
        parts.append(
            _("made %(amount)s longer") % values
            if longer > timedelta()
            else _("made %(amount)s shorter") % values
        )
    return _listed(parts)


def delta_in_words(changes: Mapping[str, Change], tz: str | None) -> str:
    """The same as a note beside the times: `1 h later, 30 min longer`."""
    shift = time_shift(changes, tz)
    if shift is None:
        return ""
    moved, longer = shift
    parts = []
    if moved:
        values = {"amount": amount_in_words(moved)}
        parts.append(
            _("%(amount)s later") % values if moved > timedelta() else _("%(amount)s earlier") % values
        )
    if longer:
        values = {"amount": amount_in_words(longer)}
        longer_words = _("%(amount)s longer") % values
        parts.append(longer_words if longer > timedelta() else _("%(amount)s shorter") % values)
    return _listed(parts)


def amount_in_words(delta: timedelta) -> str:
    """`1 day 2 h`, whatever its sign."""
    minutes, seconds = divmod(int(abs(delta).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts: Sequence[str] = [
        ngettext("%(count)s day", "%(count)s days", days) % {"count": days} if days else "",
        _("%(count)s h") % {"count": hours} if hours else "",
        _("%(count)s min") % {"count": minutes} if minutes else "",
        _("%(count)s s") % {"count": seconds} if seconds else "",
    ]
    return " ".join(part for part in parts if part) or _("less than a second")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
