"""Feeds: one's own, and what an address gives."""

from dataclasses import replace
from hashlib import sha256

from django.utils.timezone import now

from accounts.actors import Actor
from core.errors import NotFound
from events.access import user_id_of
from events.changes import EventFilters
from events.selectors.events import all_events
from feeds.access.feed_token import TOKEN, hash_of
from feeds.facts import Outgoing
from feeds.models import Feed
from feeds.rules.busy import busy_outgoing
from feeds.selectors.outgoing import outgoing_events

FORMAT = 1
"""Counts up when feeds are written in another way, so that nobody keeps what was written before."""


def list_feeds(actor: Actor) -> list[Feed]:
    """The live feeds of the actor, oldest first; one query."""
    return list(Feed.objects.filter(user=user_id_of(actor), revoked_at=None))


def find_feed(token: str) -> Feed | None:
    """The live feed of an active user with this secret; one query."""
    if not TOKEN.fullmatch(token):
        return None
    feeds = Feed.objects.select_related("user", "calendar")
    return feeds.filter(token_hash=hash_of(token), revoked_at=None, user__is_active=True).first()


def digest_of(feed: Feed) -> str:
    """A digest of what the feed would send now; it names the versions. Raises as `outgoing_of`."""
    rows = all_events(feed.user, _filters(feed)).order_by("pk").values_list("pk", "version")
    # the year is in it, because zones are described as long as they are of use
    said = (FORMAT, feed.pk, now().year, outgoing_of(feed).name, list(rows))
    return sha256(repr(said).encode()).hexdigest()


def outgoing_of(feed: Feed) -> Outgoing:
    """The events of the feed; where it shows only busy time, without their words.

    Raises `NotFound` where its user no longer sees its calendar.
    """
    outgoing = replace(outgoing_events(feed.user, _filters(feed)), name=feed.name)
    return busy_outgoing(outgoing) if feed.busy_only else outgoing


def get_feed(actor: Actor, feed_id: int) -> Feed:
    """A live feed of the actor's; raises `NotFound`."""
    feed = Feed.objects.filter(pk=feed_id, user=user_id_of(actor), revoked_at=None).first()
    if feed is None:
        raise NotFound("Feed not found")
    return feed


def _filters(feed: Feed) -> EventFilters:
    """All that the user may see, or one calendar; of his busy time all that is his own."""
    return EventFilters(calendar_id=feed.calendar_id, owned_only=feed.busy_only and feed.calendar_id is None)
