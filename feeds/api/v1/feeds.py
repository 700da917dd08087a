"""The doors of /api/v1/feeds."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.api.answers import answer
from core.api.input import read_body
from core.api.undo import undo_header
from core.api.views import Door
from events.api.v1.conditions import claim_of
from feeds.access.feed_token import token_from
from feeds.actions.create_feed import Created, create_feed
from feeds.actions.revoke_feed import revoke_feed
from feeds.api.v1 import schema_feeds as schema
from feeds.api.v1.serializers import NewFeedInput
from feeds.changes import NewFeed
from feeds.models import Feed
from feeds.selectors.feeds import get_feed, list_feeds
from journal.access.undo import noting
from journal.actions.claim_key import Replay, once


class FeedList(Door):
    """Addresses that other calendars subscribe to."""

    refusals = frozenset({404, 409})

    @extend_schema(**schema.LIST_FEEDS)
    def get(self, request: Request) -> HttpResponse:
        """The caller's feeds, oldest first, without their addresses, which nobody can tell again."""
        return answer([feed_json(feed) for feed in list_feeds(self.actor)])

    @extend_schema(**schema.CREATE_FEED)
    def post(self, request: Request) -> HttpResponse:
        """Makes a feed. The answer is the only one that has its address."""
        changes = NewFeed(**read_body(NewFeedInput, request))

        def act() -> Created:
            return create_feed(actor=self.actor, changes=changes)

        done = once(claim_of(request), act, _created)
        if isinstance(done, Replay):
            feed, headers = get_feed(self.actor, done.result["feed"]), {"Idempotent-Replayed": "true"}
            token = token_from(done.result["seed"])
        else:
            feed, headers, token = done.feed, {}, done.token
        url = request.build_absolute_uri(f"/feeds/{token}.ics")
        return answer({**feed_json(feed), "url": url}, 201, headers)


def _created(created: Created) -> tuple[int, dict[str, Any]]:
    """What is kept of a keyed request: not the secret."""
    return 201, {"feed": created.feed.pk, "seed": created.seed}


class FeedDetail(Door):
    """One feed."""

    undoable = frozenset({"DELETE"})

    @extend_schema(**schema.REVOKE_FEED)
    def delete(self, request: Request, feed_id: int) -> HttpResponse:
        """Revokes the feed: its address answers 404 from now on."""
        with noting() as noted:
            revoke_feed(actor=self.actor, feed_id=feed_id)
        return answer(None, 204, undo_header(noted.undo_token))


def feed_json(feed: Feed) -> dict[str, Any]:
    """A feed, without its secret."""
    return {
        "id": feed.pk,
        "name": feed.name,
        "calendar_id": feed.calendar_id,
        "busy_only": feed.busy_only,
        "created_at": feed.created_at,
        "last_access_at": feed.last_access_at,
    }
