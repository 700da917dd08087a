"""What people did, in the reader's language."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from events.enums import Role
from history.selectors.deeds import OwnDeed

VERBS: dict[str, Promise] = {
    "event.created": gettext_lazy("Created"),
    "event.updated": gettext_lazy("Changed"),
    "event.merged": gettext_lazy("Changed, together with what others had changed"),
    "event.deleted": gettext_lazy("Moved to the trash"),
    "event.restored": gettext_lazy("Taken out of the trash"),
    "event.rolled_back": gettext_lazy("Restored to an earlier version"),
    "event.undone": gettext_lazy("Taken back"),
    "event.transferred": gettext_lazy("Handed over"),
    "event.purged": gettext_lazy("Deleted for good"),
    "event.shared": gettext_lazy("Shared"),
    "event.role_changed": gettext_lazy("Role changed"),
    "event.revoked": gettext_lazy("Access taken away"),
    "calendar.created": gettext_lazy("Calendar created"),
    "calendar.updated": gettext_lazy("Calendar changed"),
    "calendar.deleted": gettext_lazy("Calendar deleted"),
    "calendar.restored": gettext_lazy("Calendar brought back"),
    "calendar.shared": gettext_lazy("Calendar shared"),
    "calendar.role_changed": gettext_lazy("Role on the calendar changed"),
    "calendar.revoked": gettext_lazy("Access to the calendar taken away"),
}
ROLES: dict[str, Promise] = {
    Role.VIEWER: pgettext_lazy("role in a sentence", "viewer"),
    Role.EDITOR: pgettext_lazy("role in a sentence", "editor"),
    Role.OWNER: pgettext_lazy("role in a sentence", "owner"),
}
VERBS_OF_ROLES: dict[str, Promise] = {
    "event.shared": gettext_lazy("Shared with %(name)s as %(role)s"),
    "event.role_changed": gettext_lazy("Role of %(name)s changed from %(previous)s to %(role)s"),
    "event.revoked": gettext_lazy("Access of %(name)s taken away"),
    "calendar.shared": gettext_lazy("Calendar shared with %(name)s as %(role)s"),
    "calendar.role_changed": gettext_lazy(
        "Role of %(name)s on the calendar changed from %(previous)s to %(role)s"
    ),
    "calendar.revoked": gettext_lazy("Access of %(name)s to the calendar taken away"),
}
OWN_ROLES: dict[str, Promise] = {
    "event.revoked": gettext_lazy("Own access given up"),
    "calendar.revoked": gettext_lazy("Own access to the calendar given up"),
}
FIELDS: dict[str, Promise] = {
    "title": gettext_lazy("title"),
    "description": gettext_lazy("description"),
    "location": gettext_lazy("location"),
    "start_time": gettext_lazy("start"),
    "end_time": gettext_lazy("end"),
    "timezone": gettext_lazy("time zone"),
    "is_all_day": gettext_lazy("whole days"),
    "is_recurring": gettext_lazy("repetition"),
    "recurrence_type": gettext_lazy("repetition"),
    "recurrence_pattern": gettext_lazy("repetition"),
    "rrule": gettext_lazy("repetition"),
    "recurrence_overrides": gettext_lazy("single dates"),
    "tags": gettext_lazy("tags"),
    "status": gettext_lazy("status"),
    "transparency": gettext_lazy("busy or free"),
    "calendar_id": gettext_lazy("calendar"),
}


def verb_in_words(deed: OwnDeed, actor: User, people: Mapping[int, User]) -> str:
    """What the actor did, of a role to which of the people; a verb that is not known is spelled as words."""
    if deed.person_id == actor.pk and deed.verb in OWN_ROLES:
        return str(OWN_ROLES[deed.verb])
    person = people.get(deed.person_id or 0)
    if person and deed.verb in VERBS_OF_ROLES:
        return str(VERBS_OF_ROLES[deed.verb]) % {
            "name": person.full_name or person.username,
            "previous": ROLES.get(deed.previous_role or ""),
            "role": ROLES.get(deed.role or ""),
        }
    if deed.verb == "event.rolled_back" and deed.restored_from:
        return _("Restored to version %(number)s") % {"number": deed.restored_from}
    known = VERBS.get(deed.verb)
    return str(known) if known else deed.verb.rpartition(".")[2].replace("_", " ").capitalize()


def fields_in_words(fields: Sequence[str]) -> str:
    """The fields that were changed, each once; what is kept of imported files has no name for people."""
    return ", ".join(dict.fromkeys(str(FIELDS[field]) for field in fields if field in FIELDS))
