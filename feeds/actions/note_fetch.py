"""Noting that a feed was fetched, and since when it has been what it is."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import now

from core.transactions import write_atomic
from feeds.models import Feed

NOTED_EVERY = timedelta(minutes=10)


def note_fetch(feed: Feed, digest: str) -> Feed:
    """The feed with the digest of what it sends now; writes only what is new, the fetch every ten minutes.

    `modified_at` is a whole second, and later than the one before: so HTTP tells instants apart.
    """
    moment, values = now(), dict[str, Any]()
    if feed.digest != digest:
        second = moment.replace(microsecond=0)
        later = second if not feed.digest else max(second, feed.modified_at + timedelta(seconds=1))
        values |= {"digest": digest, "modified_at": later}
    if feed.last_access_at is None or feed.last_access_at < moment - NOTED_EVERY:
        values["last_access_at"] = moment
    if values:
        with write_atomic():
            # of two who fetch at once the first says since when
            unchanged = Q(pk=feed.pk, digest=feed.digest)
            if not Feed.objects.filter(unchanged).update(**values):
                feed.refresh_from_db()
                return feed
        for name, value in values.items():
            setattr(feed, name, value)
    return feed
