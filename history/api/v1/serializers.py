"""What the calls on an event's history take."""

from typing import Any

from rest_framework import serializers

from core.api.fields import Flag, Text
from history.rules.columns import COLUMN_OF


class Rollback(serializers.Serializer[Any]):
    """How to go back to a version; all of it may be left out, and so may the body."""

    dry_run = Flag(default=False, help_text="Answer with the event as it would be, and write nothing.")
    change_reason = Text(required=False, allow_null=True, max_length=500)
    fields = serializers.ListField(  # type: ignore[assignment]  # the name is the contract's
        child=Text(),
        required=False,
        allow_null=True,
        min_length=1,
        max_length=len(COLUMN_OF),
        help_text=f"Go back in these alone: {', '.join(COLUMN_OF)}.",
    )
