"""What staff read of roles and versions, in their language."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.actors import Source
from events.enums import Role, Verb
from events.models import Event

ROLES: dict[Role, Promise] = {
    Role.VIEWER: _("Viewer"),
    Role.EDITOR: _("Editor"),
    Role.OWNER: _("Owner"),
}
VERBS: dict[str, Promise] = {
    Verb.CREATED.value: pgettext_lazy("version", "created"),
    Verb.UPDATED.value: pgettext_lazy("version", "changed"),
    Verb.MERGED.value: pgettext_lazy("version", "merged"),
    Verb.DELETED.value: pgettext_lazy("version", "moved to the trash"),
    Verb.RESTORED.value: pgettext_lazy("version", "taken out of the trash"),
    Verb.ROLLED_BACK.value: pgettext_lazy("version", "rolled back"),
    Verb.UNDONE.value: pgettext_lazy("version", "undone"),
    Verb.TRANSFERRED.value: pgettext_lazy("version", "handed over"),
    Verb.PURGED.value: pgettext_lazy("version", "deleted for good"),
}
SOURCES: dict[str, Promise] = {
    Source.WEB.value: pgettext_lazy("way of a change", "pages"),
    Source.API.value: pgettext_lazy("way of a change", "API"),
    Source.CALDAV.value: pgettext_lazy("way of a change", "CalDAV"),
    Source.IMPORT.value: pgettext_lazy("way of a change", "import"),
    Source.ADMIN.value: pgettext_lazy("way of a change", "admin"),
    Source.COMMAND.value: pgettext_lazy("way of a change", "on the server"),
}
COLUMNS = {"start_time": "start_at", "end_time": "end_at", "calendar_id": "calendar"}
"""Fields of the wire that have another name as columns."""


def role_in_words(rank: int | None) -> str:
    """The role of that rank; "" for none."""
    role = Role.of_rank(rank)
    return str(ROLES[role]) if role else ""


def fields_in_words(names: Sequence[str]) -> list[str]:
    """What the columns of these fields of the wire are called."""
    columns = {field.name: str(field.verbose_name) for field in Event._meta.fields}
    return [columns.get(COLUMNS.get(name, name), name) for name in names]
