"""The journal on the admin site: all of it, for staff, to read."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from journal.models import Entry
from journal.selectors import in_pages

COLUMNS = (
    "id",
    "at",
    "actor_id",
    "source",
    "verb",
    "subject_kind",
    "subject_id",
    "subject_version",
    "calendar_id",
    "summary",
    "payload",
    "chain_sequence",
    "hash",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER_LIMIT = 2**63


class ChainFilter(admin.SimpleListFilter):
    """Chain 0, or those of calendars; one calendar is found by searching for `calendar:7`."""

    title = _("chain")
    parameter_name = "chain"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("0", gettext("Logins and the like")), ("calendars", gettext("Calendars"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        match self.value():
            case "0":
                return queryset.filter(calendar_id=0)
            case "calendars":
                return queryset.filter(calendar_id__gt=0)
        return queryset


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin[Entry]):
    """Nobody, superusers included, adds, changes or deletes an entry; all staff may read them."""

    list_display = ("id", "at", "actor_id", "source", "verb", "subject", "calendar_id", "summary")
    list_filter = ("verb", "source", ChainFilter, "at")
    search_fields = ("actor_id",)
    search_help_text = _("actor:7, calendar:7, or a kind of subject and its id such as event:42")
    ordering = ("-id",)
    actions = ("export_csv",)
    show_full_result_count = False
    list_per_page = 50

    @admin.display(description=_("subject"))
    def subject(self, entry: Entry) -> str:
        version = f" v{entry.subject_version}" if entry.subject_version else ""
        return f"{entry.subject_kind} {entry.subject_id or ''}{version}"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Entry], search_term: str
    ) -> tuple[QuerySet[Entry], bool]:
        for term in search_term.split():
            kind, _colon, number = term.rpartition(":")
            if not (number.isascii() and number.isdigit() and int(number) < NUMBER_LIMIT):
                return queryset.none(), False
            if kind in ("", "actor"):
                queryset = queryset.filter(actor_id=number)
            elif kind == "calendar":
                queryset = queryset.filter(calendar_id=number)
            else:
                queryset = queryset.filter(subject_kind=kind, subject_id=number)
        return queryset, False

    @admin.action(description=_("Export as CSV"), permissions=["view"])
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Entry]) -> StreamingHttpResponse:
        name = f"journal-{timezone.now():%Y%m%d-%H%M%S}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(
            csv_lines(queryset), content_type="text/csv; charset=utf-8", headers=headers
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def has_view_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False


def csv_lines(entries: QuerySet[Entry]) -> Iterator[str]:
    """RFC 4180, oldest first, a line at a time; no cell is a formula to a spreadsheet."""
    writer = csv.writer(Echo())
    yield writer.writerow(COLUMNS)
    for entry in in_pages(entries):
        yield writer.writerow([cell(getattr(entry, column)) for column in COLUMNS])


def cell(value: Any) -> Any:
    """The value as CSV has it; text that a spreadsheet would calculate gets an apostrophe before it."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    text = value if isinstance(value, str) else value.isoformat()
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line
