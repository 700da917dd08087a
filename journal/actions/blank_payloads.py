"""Forget what the journal says in people's words: the one change that entries allow."""

from django.db.models import Q, QuerySet

from journal.models import Entry


def blank_payloads(user_id: int) -> int:
    """Blanks the payloads of all that the person did or that names him, and returns how many those were.

    The digests stay, so the chains remain provable; who, what and when stay as numbers and verbs. Readers who
    keep positions cannot be told from blank entries, so record that the person was forgotten, afterwards.
    """
    # EntryQuerySet refuses updates, and must go on refusing those of everybody else
    entries: QuerySet[Entry] = QuerySet(Entry)
    return entries.filter(about(user_id), payload__isnull=False).update(payload=None)


def about(user_id: int) -> Q:
    """The entries of what the person did, and of what was done to him."""
    return (
        Q(actor_id=user_id)
        | Q(subject_kind="user", subject_id=user_id)
        | Q(payload__user_id=user_id)
        | Q(payload__owner_id=user_id)
        | Q(payload__previous_owner_id=user_id)
    )
