"""The doors of /api/v1/freebusy and /api/v1/suggestions."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.api.answers import answer
from core.api.views import Door
from events.rules.overlap import Span
from sharing.api.v1 import schema_free_busy as schema
from sharing.api.v1.free_busy_input import read_wanted, read_window
from sharing.selectors.free_busy import common_free_slots, free_busy


class FreeBusy(Door):
    """When people are busy."""

    refusals = frozenset({403})

    @extend_schema(**schema.FREE_BUSY)
    def post(self, request: Request) -> HttpResponse:
        """Show when up to fifty people are busy with events of their own, for those whom they let know: by
        `free_busy_visibility` of `auth/me`, at first those who share an event or a calendar with them. Else
        403 `free_busy_hidden`, with the ids in `errors`.
        """
        users, after, before = read_window(request, self.actor)
        found = free_busy(self.actor, users, after, before)
        return answer({"users": [{"user_id": pk, "busy": _slots(spans)} for pk, spans in found.items()]})


class Suggestions(Door):
    """When people are free."""

    refusals = frozenset({403})

    @extend_schema(**schema.SUGGESTIONS)
    def post(self, request: Request) -> HttpResponse:
        """Find the next slots, ten at most, in which all of the people are free, between two times of day of
        the caller's zone (07:00 and 22:00 where nothing is said). Who may ask is as for `freebusy`.
        """
        users, wanted = read_wanted(request, self.actor)
        slots = common_free_slots(
            self.actor,
            users,
            wanted.length,
            wanted.after,
            wanted.before,
            timezone=wanted.timezone,
            day_start=wanted.day_start,
            day_end=wanted.day_end,
            weekends=wanted.weekends,
        )
        return answer({"suggestions": _slots(slots)})


def _slots(spans: Iterable[Span]) -> list[dict[str, Any]]:
    return [{"start_time": span.start_at, "end_time": span.end_at} for span in spans]
