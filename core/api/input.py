"""Strict reading of what a request says: the query string as typed values, the body through a serializer."""

import re
from collections.abc import Callable, Sequence, Set
from datetime import UTC, datetime, time
from enum import Enum
from functools import cache
from types import TracebackType
from typing import Any, Self, TypeVar, overload
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.dateparse import parse_date, parse_datetime
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from core.api.json_body import nul_faults, read_json
from core.api.problems import flatten, invalid_with
from core.errors import Fault, Invalid

BIGINT_MAX = 2**63 - 1
TRUE = frozenset({"true", "1", "yes", "on"})
FALSE = frozenset({"false", "0", "no", "off"})
INTEGER = re.compile(r"[+-]?\d{1,20}", re.ASCII)
# a plus that was not escaped arrives as a space
BARE_OFFSET = re.compile(r"(\d\d:\d\d(?::\d\d(?:\.\d+)?)?) (\d\d:?\d\d)\Z", re.ASCII)
# one year from either end of the calendar, so that no zone and no search around it leaves the calendar
YEARS = range(2, 9999)

E = TypeVar("E", bound=Enum)
Reader = type[Serializer[Any]]
Judge = Callable[[dict[str, Any], Set[str]], object]
"""Gets the fields that could be read, and the names of those that could not; raises `Invalid`."""


class Query:
    """The query string, read parameter by parameter; leaving the block raises `Invalid` with every fault.

    with Query(request, timezone=user.timezone) as query:
        limit = query.integer("limit", 100, minimum=1, maximum=100)
        since = query.instant("since")

    Parameters that are not asked for are ignored. Where one is given twice, the last counts.
    """

    def __init__(self, request: HttpRequest | Request, *, timezone: str = "UTC") -> None:
        self._values = request.GET
        self._timezone = timezone
        self.faults: list[Fault] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None and self.faults:
            raise invalid_with(self.faults)

    def fault(self, name: str, code: str, message: str) -> None:
        """Notes a fault that only the caller can see, such as two parameters that exclude each other."""
        self.faults.append(Fault(name, code, message))

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, *, min_length: int = 0, max_length: int = 500) -> str | None:
        """The text, trimmed; None where it is missing or empty."""
        value = self._values.get(name, "").strip()
        if "\0" in value:
            self.fault(name, "null_characters_not_allowed", "Null characters are not allowed.")
        elif len(value) > max_length:
            self.fault(name, "max_length", f"Ensure this value has no more than {max_length} characters.")
        elif len(value) < min_length:
            self.fault(name, "min_length", f"Ensure this value has at least {min_length} characters.")
        else:
            return value or None
        return None

    @overload
    def integer(self, name: str, default: int, *, minimum: int = ..., maximum: int = ...) -> int: ...
    @overload
    def integer(
        self, name: str, default: None = None, *, minimum: int = ..., maximum: int = ...
    ) -> int | None: ...
    def integer(
        self, name: str, default: int | None = None, *, minimum: int = 0, maximum: int = BIGINT_MAX
    ) -> int | None:
        """A whole number between the bounds, both included."""
        value = self._values.get(name)
        if value is None:
            return default
        if not INTEGER.fullmatch(value):
            self.fault(name, "invalid", "A whole number is required.")
        elif int(value) < minimum:
            self.fault(name, "min_value", f"Ensure this value is greater than or equal to {minimum}.")
        elif int(value) > maximum:
            self.fault(name, "max_value", f"Ensure this value is less than or equal to {maximum}.")
        else:
            return int(value)
        return default

    @overload
    def boolean(self, name: str, default: bool) -> bool: ...
    @overload
    def boolean(self, name: str, default: None = None) -> bool | None: ...
    def boolean(self, name: str, default: bool | None = None) -> bool | None:
        """True or false, in the words that people use for them."""
        value = self._values.get(name)
        if value is None:
            return default
        if value.lower() in TRUE:
            return True
        if value.lower() in FALSE:
            return False
        self.fault(name, "invalid", "Must be true or false.")
        return default

    def instant(self, name: str) -> datetime | None:
        """An instant in UTC, from a date-time of RFC 3339 or a date; without an offset it is wall time.

        A wall time in a gap moves forward by the gap, an ambiguous one is the first (RFC 5545, 3.3.5).
        """
        value = self._values.get(name)
        if value is None:
            return None
        try:
            return _instant(BARE_OFFSET.sub(r"\1+\2", value.strip()), self._timezone)
        except (ValueError, OverflowError):
            self.fault(name, "invalid", "Must be a date-time of RFC 3339, such as 2026-03-29T08:00:00Z.")
        return None

    def choice(self, name: str, choices: type[E]) -> E | None:
        """One of the values of an enum."""
        value = self._values.get(name)
        if value is None:
            return None
        try:
            return choices(value)
        except ValueError:
            self._not_a_choice(name, value, [str(choice.value) for choice in choices])
        return None

    def words(self, name: str, choices: Sequence[str] | None = None) -> list[str]:
        """A list, written with commas, by repeating the parameter, or both; each word one of the choices."""
        words = [word.strip() for value in self._values.getlist(name) for word in value.split(",")]
        words = [word for word in words if word]
        for word in words:
            if "\0" in word:
                self.fault(name, "null_characters_not_allowed", "Null characters are not allowed.")
            elif choices is not None and word not in choices:
                self._not_a_choice(name, word, choices)
        if name in self._values and choices is not None and not words:
            self._not_a_choice(name, "", choices)
        return words

    def _not_a_choice(self, name: str, value: str, choices: Sequence[str]) -> None:
        self.fault(name, "invalid_choice", f'"{value[:50]}" is not one of {", ".join(choices)}.')


def read_body(
    serializer_class: Reader,
    request: Request,
    *,
    judge: Judge | None = None,
) -> Any:
    """What the serializer makes of the request's JSON body.

    Raises `Invalid` with every fault, and what `read_json` raises; `judge` as in `parsed`.
    """
    value = read_json(request._request)
    nuls = nul_faults(request._request, value)
    return parsed(serializer_class, value, found=nuls, judge=judge)


def parsed(
    serializer_class: Reader,
    value: Any,
    *,
    found: Sequence[Fault] = (),
    judge: Judge | None = None,
) -> Any:
    """What the serializer makes of a JSON value.

    Raises `Invalid` with every fault: its own, those `found` already, and, where there are any, those for
    which `judge` raises `Invalid`. So one answer names both a number that should be a text and a text that is
    too long for the domain.
    """
    values, faults = _read(serializer_class, value)
    if found:
        named, fields = {fault.field for fault in faults}, _reader(serializer_class).fields
        # what is wrong with a member that nobody reads is nobody's concern
        faults += [fault for fault in found if fault.field not in named and _top(fault) in fields]
    if not faults:
        return values
    if judge is not None and isinstance(value, dict):
        unread = {_top(fault) for fault in faults}
        rest = {name: part for name, part in value.items() if name not in unread}
        readable, unreadable = _read(serializer_class, rest, partial=True)
        if not unreadable:
            judged = _faults_of(judge, readable, unread)
            faults += [fault for fault in judged if _top(fault) not in unread]
    raise invalid_with(faults)


def _read(serializer_class: Reader, value: Any, *, partial: bool = False) -> tuple[Any, list[Fault]]:
    try:
        return _reader(serializer_class, partial).run_validation(value), []
    except ValidationError as error:
        return {}, list(flatten(error.detail))


@cache
def _reader(serializer_class: Reader, partial: bool = False) -> Serializer[Any]:
    """One serializer for all input of its kind: to copy its fields for each takes longer than to read it.

    Validation keeps its state in its arguments, so threads may share it.
    """
    serializer = serializer_class(partial=partial)
    assert serializer.fields  # made now, by one thread
    return serializer


def _faults_of(judge: Judge, values: dict[str, Any], unread: Set[str]) -> Sequence[Fault]:
    try:
        judge(values, unread)
    except Invalid as refusal:
        return refusal.faults
    return ()


def _top(fault: Fault) -> str:
    return fault.field.partition(".")[0]


def _instant(value: str, timezone: str) -> datetime:
    moment = parse_datetime(value)
    if moment is None:
        day = parse_date(value)
        if day is None:
            raise ValueError(value)
        moment = datetime.combine(day, time())
    if moment.year not in YEARS:
        raise OverflowError(value)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(timezone))
    return moment.astimezone(UTC)
