"""Making a subscription address."""

from dataclasses import dataclass

from accounts.actors import Actor
from core.errors import Invalid
from core.transactions import write_atomic
from events.access import get_calendar, user_id_of
from feeds.access.feed_token import hash_of, new_seed, token_from
from feeds.changes import NewFeed
from feeds.errors import TooManyFeeds
from feeds.models import Feed
from journal.actions.record import record
from journal.facts import Fact

MOST_FEEDS = 100
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Created:
    """A new feed, its secret, and what the secret comes from, for a repetition of the same request."""

    feed: Feed
    token: str
    seed: str


def create_feed(*, actor: Actor, changes: NewFeed) -> Created:
    """Writes the feed. Raises `Invalid`, `NotFound` for an unseen calendar, `TooManyFeeds`."""
    user_id, seed = user_id_of(actor), new_seed()
    token = token_from(seed)
    name = changes.name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid.of("name", "length", f"A name has 1 to {LONGEST_NAME} characters.")
    with write_atomic():
        if changes.calendar_id is not None:
            get_calendar(actor, changes.calendar_id)
        refuse_too_many(user_id)
        feed = Feed.objects.create(
            user_id=user_id,
            calendar_id=changes.calendar_id,
            name=name,
            busy_only=changes.busy_only,
            token_hash=hash_of(token),
        )
        record([feed_fact("created", feed)], actor_id=actor.id)
    return Created(feed, token, seed)


def refuse_too_many(user_id: int) -> None:
    """Raises `TooManyFeeds` where the user cannot have another one."""
    if Feed.objects.filter(user=user_id, revoked_at=None).count() >= MOST_FEEDS:
        raise TooManyFeeds(f"You have {MOST_FEEDS} feeds. Revoke one first.")


def feed_fact(verb: str, feed: Feed, *, undoes: int | None = None) -> Fact:
    """The journal entry of what happened to a feed; `undoes` is the entry that is taken back."""
    return Fact(
        verb=f"feed.{verb}",
        subject_kind="feed",
        subject_id=feed.pk,
        calendar_id=feed.calendar_id or 0,
        payload={"busy_only": feed.busy_only, **({"undoes": undoes} if undoes else {})},
    )
