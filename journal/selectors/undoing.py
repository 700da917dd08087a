"""What a deed that is to be taken back has written, and what has happened to the same thing since."""

from collections.abc import Collection

from django.db.models import QuerySet

from core.errors import NotFound
from journal.access.undo import read_deed_token
from journal.models import Entry


def entries_to_undo(author_id: int, token: str, verbs: Collection[str]) -> list[Entry]:
    """The entries of the deed, all about one thing, in order; one query.

    Raises `NotFound` for a token that is old, another's, or not of these verbs, and where an entry has been
    blanked since.
    """
    deed = read_deed_token(author_id, token)
    entries = list(Entry.objects.filter(pk__in=deed[1]).order_by("pk")) if deed else []
    subjects = {(entry.subject_kind, entry.subject_id) for entry in entries}
    if len(subjects) != 1 or any(entry.payload is None or entry.verb not in verbs for entry in entries):
        raise NotFound("This can no longer be undone.")
    return entries


def later_entries(entry: Entry) -> QuerySet[Entry]:
    """What happened to the same thing afterwards.

    Here ids do for an order, as in `entries_about`.
    """
    return Entry.objects.filter(
        subject_kind=entry.subject_kind, subject_id=entry.subject_id, pk__gt=entry.pk
    ).order_by("pk")
