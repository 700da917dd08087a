"""Ending a subscription address."""

from django.utils.timezone import now

from accounts.actors import Actor
from core.transactions import write_atomic
from feeds.actions.create_feed import feed_fact
from feeds.models import Feed
from feeds.selectors.feeds import get_feed
from journal.actions.record import record


def revoke_feed(*, actor: Actor, feed_id: int, undoes: int | None = None) -> None:
    """The address is unknown from now on; `undoes` is the entry of the journal that this takes back.

    Raises `NotFound` for another's feed, and for a revoked one.
    """
    with write_atomic():
        feed = get_feed(actor, feed_id)
        if Feed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=now()):
            record([feed_fact("revoked", feed, undoes=undoes)], actor_id=actor.id)
