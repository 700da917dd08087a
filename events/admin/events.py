"""Events on the admin site, with their versions and shares: to read, and to move to the trash."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import smart_split, unescape_string_literal
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from core.actors import System
from events.actions.apply import changed_fields
from events.actions.delete_event import delete_event
from events.admin.confirmation import Deed, ask_then_act
from events.admin.filters import DeletedFilter, OwnerFilter, RecurringFilter, TagFilter
from events.admin.shares_page import SharesPageAdmin
from events.admin.words import SOURCES, VERBS, fields_in_words
from events.changes import IfMatch
from events.models import Event, HistoricalEvent, content_of
from events.rules.wall_time import to_wall

WORDS = ("title", "description", "location", "tags_in_words", "status", "transparency")
TIMES = ("when", "is_all_day", "timezone", "start_at", "end_at", "rrule", "recurrence_overrides")
PLACE = ("calendar", "owner", "uid", "ical_properties")
STATE = ("version", "created_at", "updated_at", "deleted_at", "deleted_by", "occurrences_until")


def describe(event: Event) -> str:
    """One line about an event."""
    return f"{event.title} ({event.owner}, {event.start_at:%Y-%m-%d})"


def delete(event: Event, version: int | None, reason: str) -> None:
    """Moves the event to the trash if it still has that version; raises as `delete_event` does."""
    seen = IfMatch(frozenset(() if version is None else (version,)))
    delete_event(actor=System(), event_id=event.pk, if_match=seen, reason=reason)


TRASH = Deed(
    action="move_to_trash",
    title=_("Move events to the trash"),
    meaning=_("Their time becomes free. Their versions and shares stay."),
    button=_("Move to the trash"),
    done=_("%(number)s of %(all)s moved to the trash."),
    describe=describe,
    act=delete,
)


@admin.register(Event)
class EventAdmin(SharesPageAdmin, SimpleHistoryAdmin):  # type: ignore[misc]  # simple-history has no types
    """Staff whose role has the right to view events read all of them, whoever's they are.

    Nothing is saved here: content changes through actions only, which keep versions, occurrences and journal
    true. Those let staff see no more events than anybody, so what staff do from here is done by the system,
    through the door `admin`, and the reason that goes with it names who of the staff it was.
    """

    list_display = (
        "title",
        "calendar",
        "owner",
        "when",
        "recurs",
        "status",
        "version",
        "is_deleted",
        "tags_in_words",
    )
    list_filter = (
        "status",
        RecurringFilter,
        "is_all_day",
        DeletedFilter,
        "calendar__color",
        "transparency",
        OwnerFilter,
        TagFilter,
        "start_at",
    )
    list_select_related = ("calendar", "owner")
    search_fields = ("search_text",)
    search_help_text = _("Words of title, description, location or tags, an owner's username, or a uid")
    ordering = ("-start_at", "-id")
    actions = ("move_to_trash",)
    fieldsets = (
        (None, {"fields": WORDS}),
        (_("Time"), {"fields": TIMES}),
        (_("Belongs to"), {"fields": PLACE}),
        (_("State"), {"fields": STATE}),
    )
    # all of them: the library's page of a version asks for a form whoever may change what
    readonly_fields = (*WORDS, *TIMES, *PLACE, *STATE)
    object_history_template = "admin/eventhub/versions.html"
    object_history_form_template = "admin/eventhub/version.html"
    object_history_list_template = "admin/eventhub/version_list.html"
    history_list_per_page = 50

    @admin.display(description=_("when"), ordering="start_at")
    def when(self, event: Event) -> str:
        """The first instance in wall time of the event's zone."""
        if event.is_all_day:
            days = {"start": f"{event.start_at:%Y-%m-%d}", "end": f"{event.end_at:%Y-%m-%d}"}
            return gettext("%(start)s to %(end)s (exclusive)") % days
        start, end = to_wall(event.start_at, event.timezone), to_wall(event.end_at, event.timezone)
        until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
        times = {"start": f"{start:%Y-%m-%d %H:%M}", "end": until, "zone": event.timezone}
        return gettext("%(start)s to %(end)s (%(zone)s)") % times

    @admin.display(description=_("tags"))
    def tags_in_words(self, event: Event) -> str:
        """The tags one after the other."""
        return ", ".join(event.tags)

    @admin.display(description=_("recurs"), boolean=True)
    def recurs(self, event: Event) -> bool:
        return bool(event.rrule or event.recurrence_overrides)

    @admin.display(description=_("deleted"), boolean=True, ordering="deleted_at")
    def is_deleted(self, event: Event) -> bool:
        return event.deleted_at is not None

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The list of calendars links to the events of each."""
        return lookup == "calendar__id__exact" or super().lookup_allowed(lookup, value, request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word must be found somewhere; words in quotes belong together."""
        for word in smart_split(search_term):
            if word.startswith(('"', "'")) and word[0] == word[-1] and len(word) > 1:
                word = unescape_string_literal(word)
            queryset = queryset.filter(
                Q(search_text__contains=word.casefold()) | Q(owner__username__iexact=word) | Q(uid=word)
            )
        return queryset, False

    def has_trash_permission(self, request: HttpRequest) -> bool:
        """The right to delete events, which opens the one action that does."""
        return bool(request.user.has_perm("events.delete_event"))

    @admin.action(description=_("Move to the trash…"), permissions=["trash"])
    def move_to_trash(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Deletes events as their owners would, but only as they were when staff confirmed it."""
        return ask_then_act(self, request, queryset.select_related("owner"), TRASH)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All versions of one event."""
        _refuse_no_number(object_id)
        page: HttpResponse = super().history_view(request, object_id, extra_context)
        return page

    def get_history_queryset(
        self, request: HttpRequest, history_manager: Any, pk_name: str, object_id: Any
    ) -> QuerySet[Any]:
        """All versions, newest first."""
        rows: QuerySet[Any] = history_manager.filter(id=object_id).select_related("history_user")
        return rows.order_by("-version")

    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Sequence[Any], foreign_keys_are_objs: bool = True
    ) -> None:
        """Names the fields of each version that the one before it had otherwise; at most one query."""
        rows = list(historical_records)
        if not rows:
            return
        oldest = rows[-1]
        before = HistoricalEvent.objects.filter(id=oldest.id, version=oldest.version - 1).first()
        for row, earlier in zip(rows, [*rows[1:], before], strict=True):
            content = content_of(earlier) if earlier else None
            row.changed_fields = fields_in_words(changed_fields(content, content_of(row)))
            row.done, row.through = VERBS.get(row.verb, row.verb), SOURCES.get(row.source, row.source)

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One version, to read: the library would save it over the event when its form is posted."""
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        _refuse_no_number(object_id, version_id)
        page: HttpResponse = super().history_form_view(request, object_id, version_id, extra_context)
        return page


def _refuse_no_number(*words: str) -> None:
    """Raises Http404 for what is no id: the library would fail on it."""
    if not all(word.isascii() and word.isdigit() for word in words):
        raise Http404
