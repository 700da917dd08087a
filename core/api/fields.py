"""Serializer fields that take a JSON value for what it is: no number for a text, no text for a number."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.validators import ProhibitSurrogateCharactersValidator as NoSurrogates

from core.api.input import YEARS

# Neither NUL nor white space: what Python strips, and the white space of regular expressions lacks some of.
INK = r"[^\s\u0000\u001c-\u001f\u0085]"
NOT_BLANK: Mapping[str, Any] = {"pattern": rf"^[^\u0000]*{INK}[^\u0000]*$"}
"""What the OpenAPI document says of a text of which something must be left after trimming."""


class Text(serializers.CharField):
    """A JSON string, taken as it is; trimming is a rule of the domain.

    `described` is what the OpenAPI document says of it beside what the field itself checks.
    """

    default_error_messages = {"invalid": "Must be a string."}

    def __init__(self, *, described: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(**{"trim_whitespace": False, "allow_blank": True, **options})
        # it looks at each character in Python, and no JSON that was read holds what it looks for
        self.validators = [each for each in self.validators if not isinstance(each, NoSurrogates)]
        self.described = dict(described or {})

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Whole(serializers.IntegerField):
    """A JSON integer that a bigint holds; no string, no fraction, no boolean."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 2**63 - 1, **options})

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class Flag(serializers.BooleanField):
    """JSON true or false."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class JsonObject(serializers.Field[Any, Any, Any, Any]):
    """A JSON object, whose members the domain judges, and `described` describes."""

    default_error_messages = {"invalid": "Must be an object."}

    def __init__(self, *, described: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.described = dict(described or {"additionalProperties": True})

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail("invalid")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field(
    {"oneOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
)
class Moment(serializers.Field[Any, Any, Any, Any]):
    """RFC 3339 with an offset, a date-time without one (wall time), or a date."""

    default_error_messages = {
        "invalid": "Must be a date-time of RFC 3339, such as 2026-03-29T08:00:00Z, or a date."
    }

    def to_internal_value(self, data: Any) -> datetime | date:
        moment: datetime | date | None = None
        if isinstance(data, str) and data.isascii():
            try:
                moment = parse_date(data) if len(data) == 10 else parse_datetime(data)
            except ValueError:
                moment = None
        if moment is None or moment.year not in YEARS:
            self.fail("invalid")
        return moment

    def to_representation(self, value: Any) -> Any:
        return value
