"""`/import/`: a calendar file, first as a report on what would be done, then done."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import DomainError, NotFound
from core.web.form_errors import add_errors
from core.web.page import PageView
from core.web.toasts import toast
from events.changes import OnConflict
from events.selectors.calendars import list_calendars
from feeds.access.import_undo import import_undo_token
from feeds.actions.import_ics import import_ics
from feeds.enums import Result
from feeds.facts import ImportReport
from feeds.web.forms import ImportForm
from feeds.web.kept_import import (
    KeptImport,
    data_of,
    find_import,
    keep_import,
    keep_result,
    note_progress,
    progress_of,
)

SHOWN = 100
"""Rows of each result: the rest is counted."""

BEFORE: dict[Result, Promise] = {
    Result.FAILED: gettext_lazy("Cannot be imported"),
    Result.SKIPPED: gettext_lazy("Will be skipped"),
    Result.CREATED: gettext_lazy("Will be created"),
    Result.UPDATED: gettext_lazy("Will be updated"),
    Result.UNCHANGED: gettext_lazy("Stays as it is"),
}
AFTER: dict[Result, Promise] = {
    Result.FAILED: gettext_lazy("Could not be imported"),
    Result.SKIPPED: gettext_lazy("Skipped"),
    Result.CREATED: gettext_lazy("Created"),
    Result.UPDATED: gettext_lazy("Updated"),
    Result.UNCHANGED: gettext_lazy("Unchanged"),
}


class ImportPage(PageView):
    """Choosing a file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self._shown(ImportForm(calendars=list_calendars(self.actor)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Reads the file, writes nothing, and leads to the report."""
        form = ImportForm(request.POST, request.FILES, calendars=list_calendars(self.actor))
        if not form.is_valid():
            return self._shown(form, 422)
        upload = form.cleaned_data["file"]
        data = upload.read()
        on_conflict: OnConflict = "refuse" if form.cleaned_data["leave_out"] else "allow"
        try:
            report = import_ics(
                actor=self.actor,
                calendar_id=form.cleaned_data["calendar_id"],
                data=data,
                dry_run=True,
                on_conflict=on_conflict,
            )
        except DomainError as error:
            add_errors(form, error)
            return self._shown(form, error.status)
        kept = keep_import(self.actor.pk, upload.name, data, on_conflict, report)
        return redirect("import-report", kept.key)

    def _shown(self, form: ImportForm, status: int = 200) -> HttpResponse:
        return render(self.request, "feeds/import.html", {"form": form}, status=status)


class ImportReportPage(PageView):
    """What would be done, and then what was."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The report."""
        kept = self._kept(key)
        words = AFTER if kept.is_done else BEFORE
        names = {calendar.pk: calendar.name for calendar, _count in list_calendars(self.actor)}
        context = {
            "kept": kept,
            "groups": _groups(kept.report, words),
            "writes": sum(kept.report.summary[result] for result in (Result.CREATED, Result.UPDATED)),
            "calendar_name": names.get(kept.calendar_id, ""),
        }
        return render(request, "feeds/import_report.html", context)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Imports the file that was looked at; once is enough, however often the button is pressed."""
        kept, user_id = self._kept(key), self.actor.pk
        if not kept.is_done:
            done = 0

            def advance(count: int) -> None:
                nonlocal done
                done += count
                note_progress(user_id, key, done)

            report = import_ics(
                actor=self.actor,
                calendar_id=kept.calendar_id,
                data=data_of(kept),
                on_conflict=kept.on_conflict,
                advance=advance,
            )
            token = import_undo_token(self.actor, report)
            keep_result(user_id, kept, report, token)
            toast(request, _("“%(file)s” has been imported.") % {"file": kept.filename}, token)
        return redirect("import-report", key)

    def _kept(self, key: str) -> KeptImport:
        kept = find_import(self.actor.pk, key)
        if kept is None:
            raise NotFound(_("This file is not kept any more. Please choose it again."))
        return kept


class ImportProgress(PageView):
    """How far an import is, for the page that waits for it."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """`{"done": 300}`: components that have been written."""
        return JsonResponse({"done": progress_of(self.actor.pk, key)})


def _groups(report: ImportReport, words: dict[Result, Promise]) -> list[dict[str, Any]]:
    """The components by what becomes of them, what needs a look first."""
    groups = []
    for result, title in words.items():
        rows = [component for component in report.components if component.result is result]
        if rows:
            groups.append(
                {
                    "result": result,
                    "title": title,
                    "count": len(rows),
                    "rows": rows[:SHOWN],
                    "more": len(rows) - SHOWN,
                }
            )
    return groups
