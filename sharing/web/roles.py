"""What each role may do, in one plain sentence."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.enums import Role
from sharing.enums import Kind

NAMES: dict[Role, Promise] = {
    Role.VIEWER: _("Viewer"),
    Role.EDITOR: _("Editor"),
    Role.OWNER: _("Owner"),
}
SENTENCES: dict[Kind, dict[Role, Promise]] = {
    Kind.EVENT: {
        Role.VIEWER: _("Viewers can see the event and all its versions."),
        Role.EDITOR: _("Editors can also change the event and restore versions."),
        Role.OWNER: _("Owners can also delete the event and decide who has access."),
    },
    Kind.CALENDAR: {
        Role.VIEWER: _("Viewers can see every event in the calendar, now and later."),
        Role.EDITOR: _("Editors can also add events and change those that are there."),
        Role.OWNER: _("Owners can also delete events, rename the calendar and decide who has access."),
    },
}


def choices_of(kind: Kind) -> list[tuple[Role, Promise, Promise]]:
    """The roles with their names and sentences, the lowest first."""
    return [(role, NAMES[role], sentence) for role, sentence in SENTENCES[kind].items()]
