"""Calendars on the admin site, to read."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from events.admin.filters import DeletedFilter, OwnerFilter
from events.admin.read_only import journal_of
from events.admin.shares_page import SharesPageAdmin
from events.models import Calendar


@admin.register(Calendar)
class CalendarAdmin(SharesPageAdmin):
    """People change their calendars themselves; staff see them, their shares and what happened to them."""

    list_display = (
        "name",
        "owner",
        "color",
        "timezone",
        "is_default",
        "events_in",
        "created_at",
        "deleted_at",
    )
    list_filter = ("color", "is_default", DeletedFilter, OwnerFilter)
    list_select_related = ("owner",)
    search_fields = ("name", "owner__username", "owner__full_name")
    ordering = ("id",)
    fieldsets = (
        (None, {"fields": ("name", "owner", "color", "timezone", "is_default")}),
        (_("Dates"), {"fields": ("created_at", "updated_at", "deleted_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[no-untyped-call]
        counted: QuerySet[Any] = rows.annotate(event_count=Count("events", filter=Q(events__deleted_at=None)))
        return counted

    @admin.display(description=_("events"), ordering="event_count")
    def events_in(self, calendar: Any) -> SafeString:
        address = f"{reverse('admin:events_event_changelist')}?calendar__id__exact={calendar.pk}"
        return format_html('<a href="{}">{}</a>', address, calendar.event_count)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Calendars have no versions; the journal knows what happened to them."""
        return journal_of("calendar", self.get_viewable(request, object_id).pk)
