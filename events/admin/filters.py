"""How staff narrow down lists of events and calendars."""

import json
from collections import Counter
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from events.models import Event

MOST_OWNERS = MOST_TAGS = 15
LOOKED_AT = 1_000
"""Of so many events with tags, those that they bear most often are offered."""


class DeletedFilter(admin.SimpleListFilter):
    """Events in the trash, and calendars that were deleted."""

    title = _("deleted")
    parameter_name = "deleted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return _yes_no()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in ("yes", "no"):
            return queryset.filter(deleted_at__isnull=self.value() == "no")
        return queryset


class RecurringFilter(admin.SimpleListFilter):
    """Events with a rule, or with dates beside their start."""

    title = _("recurring")
    parameter_name = "recurring"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return _yes_no()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        single = Q(rrule="", recurrence_overrides={})
        match self.value():
            case "yes":
                return queryset.exclude(single)
            case "no":
                return queryset.filter(single)
        return queryset


class OwnerFilter(admin.SimpleListFilter):
    """The owners with the most rows, and whoever's id the address names: there may be thousands of people."""

    title = _("owner")
    parameter_name = "owner"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        field = model_admin.model._meta.get_field("owner").related_query_name()
        busiest = (
            User.objects.alias(rows=Count(field))
            .filter(rows__gt=0)
            .order_by("-rows", "username")
            .values_list("pk", "username")[:MOST_OWNERS]
        )
        return [(str(pk), username) for pk, username in busiest]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value is None:
            return queryset
        # digits alone, and no more than a bigint holds
        known = value.isascii() and value.isdigit() and len(value) < 19
        return queryset.filter(owner_id=int(value)) if known else queryset.none()


class TagFilter(admin.SimpleListFilter):
    """The tags that the newest events bear most often, and whichever the address names."""

    title = _("tag")
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        newest = Event.objects.exclude(tags=[]).order_by("-pk").values_list("tags", flat=True)
        counts = Counter(tag for tags in newest[:LOOKED_AT] for tag in tags)
        frequent = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_TAGS]
        named = [self.value()] if self.value() else []
        return [(tag, tag) for tag in dict.fromkeys([*(tag for tag, _count in frequent), *named])]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        # in the text of the list, since SQLite cannot look into one
        listed = json.dumps(value, ensure_ascii=False)
        found: QuerySet[Any] = queryset.alias(listed=Cast("tags", TextField()))
        return found.filter(listed__contains=listed)


def _yes_no() -> list[tuple[str, str]]:
    return [("yes", gettext("Yes")), ("no", gettext("No"))]
