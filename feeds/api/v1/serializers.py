"""What the calls on feeds take."""

from typing import Any

from rest_framework import serializers

from core.api.fields import Flag, Text, Whole


class NewFeedInput(serializers.Serializer[Any]):
    """A new feed."""

    name = Text(trim_whitespace=True, allow_blank=False, max_length=100)
    calendar_id = Whole(required=False, allow_null=True)
    busy_only = Flag(required=False)
