"""Taking back that an address was revoked."""

from accounts.actors import Actor
from core.errors import NotFound
from core.transactions import write_atomic
from events.access import get_calendar, user_id_of
from feeds.actions.create_feed import feed_fact, refuse_too_many
from feeds.actions.revoke_feed import revoke_feed
from feeds.models import Feed
from journal.actions.record import record
from journal.errors import UndoConflict
from journal.selectors import entries_to_undo, later_entries

REVOKED, RESTORED = "feed.revoked", "feed.restored"
FEED_VERBS = frozenset({REVOKED, RESTORED})
"""What is taken back here."""


def undo_feed(*, actor: Actor, token: str) -> None:
    """Makes the revoked address work again as before; one that came back so is revoked again.

    Raises `NotFound` for a token that is old or another's and where the actor no longer sees the calendar,
    `UndoConflict` where it came back already, and `TooManyFeeds`.
    """
    user_id = user_id_of(actor)
    with write_atomic():
        (entry,) = entries_to_undo(user_id, token, FEED_VERBS)
        if entry.verb == RESTORED:
            revoke_feed(actor=actor, feed_id=entry.subject_id or 0, undoes=entry.pk)
            return
        feed = Feed.objects.select_for_update().filter(pk=entry.subject_id or 0, user=user_id).first()
        if feed is None:
            raise NotFound("Feed not found")
        if feed.revoked_at is None or later_entries(entry).exists():
            raise UndoConflict("This address has been changed since. Nothing was undone.")
        if feed.calendar_id is not None:
            get_calendar(actor, feed.calendar_id)
        refuse_too_many(user_id)
        feed.revoked_at = None
        feed.save(update_fields=["revoked_at"])
        record([feed_fact("restored", feed, undoes=entry.pk)], actor_id=actor.id)
