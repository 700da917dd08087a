"""How the OpenAPI document describes subscription addresses."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse
from rest_framework import serializers

from core.api.fields import Flag, Text, Whole
from events.api.v1.schema import KEY, shown
from feeds.api.v1.serializers import NewFeedInput


class FeedOutput(serializers.Serializer[Any]):
    """A feed, without its address."""

    id = Whole()
    name = Text()
    calendar_id = Whole(allow_null=True, help_text="None for all that the user may see.")
    busy_only = Flag(help_text="Only when, not what; without a calendar only the user's own time.")
    created_at = serializers.DateTimeField()
    last_access_at = serializers.DateTimeField(allow_null=True, help_text="To ten minutes.")


class NewFeedOutput(FeedOutput):
    """A feed with its address, which is told once."""

    url = serializers.URLField()


FEED_EXAMPLE = {
    "id": 4,
    "name": "Phone",
    "calendar_id": 5,
    "busy_only": False,
    "created_at": "2026-03-01T10:12:00Z",
    "last_access_at": None,
}
LIST_FEEDS: dict[str, Any] = {
    "operation_id": "list_feeds",
    "tags": ["feeds"],
    "responses": {200: FeedOutput(many=True)},
    "examples": [shown([{**FEED_EXAMPLE, "last_access_at": "2026-03-02T07:45:10Z"}])],
}
CREATE_FEED: dict[str, Any] = {
    "operation_id": "create_feed",
    "tags": ["feeds"],
    "parameters": [KEY],
    "request": NewFeedInput,
    "responses": {201: NewFeedOutput},
    "examples": [
        OpenApiExample("Request", {"name": "Phone", "calendar_id": 5}, request_only=True),
        shown(
            {
                **FEED_EXAMPLE,
                "url": "https://calendar.example.org/feeds/9mPz0Vd4sQ7nT2yXk5wB8cR1fH6jL3aGuEoMiNtSvYQ.ics",
            },
            "201",
        ),
    ],
}
REVOKE_FEED: dict[str, Any] = {
    "operation_id": "revoke_feed",
    "tags": ["feeds"],
    "responses": {204: OpenApiResponse(description="The address is unknown from now on.")},
}
