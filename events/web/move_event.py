"""`/events/<id>/move/`: gives an event another time; what dragging does, and the way without it."""

from dataclasses import dataclass
from typing import ClassVar, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError, Invalid
from core.web.error_page import is_part
from core.web.form_errors import add_errors
from core.web.kept_form import show_kept_form
from core.web.page import PageView
from core.web.toasts import toast
from events.access import get_event
from events.access.undo import undo_token_of
from events.actions.edit_series import edit_series
from events.actions.series_write import SeriesWrite
from events.changes import OnConflict, Scope, ScopeKind
from events.enums import Permission
from events.errors import ScheduleConflict, StaleVersion
from events.facts import EventContent
from events.models import Event, content_of
from events.rules.instances import get_instance, shown_instance
from events.web.conflict_panel import ConflictPanel, conflict_panel
from events.web.move_form import WIRE_NAMES, MoveForm, Times, instants_of, moved_times, times_of, values_of
from events.web.words import when_in_words


@dataclass(frozen=True, slots=True)
class Movable:
    """An event that the reader may move, and how what he moves of it is at present: it, or one instance."""

    event: Event
    recurrence_id: str | None
    shown: EventContent

    @classmethod
    def open(cls, actor: User, event_id: int, recurrence_id: str | None) -> "Movable":
        """Raises as `get_event` and `get_instance`."""
        event = get_event(actor, event_id, Permission.CHANGE)
        content = content_of(event)
        if recurrence_id:
            content = shown_instance(content, get_instance(content, recurrence_id))
        return cls(event, recurrence_id or None, content)


class MoveEvent(PageView):
    """Another start and end. Of a series, `?recurrence_id=` names the instance that is moved."""

    keeps_form: ClassVar[bool] = True

    def get(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """The form; `?start=` and `?end=` fill it with the times that are wanted."""
        movable = Movable.open(self.actor, event_id, request.GET.get("recurrence_id"))
        form = self._form(movable, show_kept_form(request))
        for name in ("start", "end"):
            if request.GET.get(name):
                form.initial[name] = request.GET[name]
        return self._page(movable, form)

    def post(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Moves it, merged with what others have changed; what is refused can be decided by the same form."""
        movable = Movable.open(self.actor, event_id, request.GET.get("recurrence_id"))
        form = self._form(movable, request.POST)
        if not form.is_valid():
            return self._page(movable, form, status=422)
        allow: OnConflict = "allow" if request.POST.get("on_conflict") == "allow" else "refuse"
        try:
            times = _chosen(form.times, request.POST.get("save_at", ""))
            written = edit_series(
                actor=self.actor,
                event_id=event_id,
                changes=form.changes(times),
                scope=_scope(movable, form),
                on_conflict=allow,
            )
        except ScheduleConflict as conflict:
            return self._page(movable, form, status=409, panel=_panel(movable, form, conflict))
        except StaleVersion:
            return self._page(
                movable, self._form(movable, request.POST, anew=True), status=409, is_stale=True
            )
        except DomainError as refusal:
            if refusal.status in (403, 404):
                raise
            add_errors(form, refusal, WIRE_NAMES)
            return self._page(movable, form, status=refusal.status)
        toast(request, _said(movable, times, written), undo_token_of(written.events))
        return redirect(_next(request, written, _scope(movable, form)))

    def _form(self, movable: Movable, sent: QueryDict | None, *, anew: bool = False) -> MoveForm:
        """The form with what was sent, if anything was; `anew` starts from the present version."""
        initial = {
            **values_of(times_of(movable.shown), self.actor.timezone),
            "scope": "this",
            "version": movable.event.version,
        }
        data = None if sent is None else sent.copy()
        if data is not None and anew:
            data["version"] = str(movable.event.version)
        return MoveForm(data, initial=initial, is_all_day=movable.shown.is_all_day, tz=self.actor.timezone)

    def _page(
        self,
        movable: Movable,
        form: MoveForm,
        *,
        status: int = 200,
        panel: ConflictPanel | None = None,
        is_stale: bool = False,
    ) -> HttpResponse:
        shown = movable.shown
        context = {
            "form": form,
            "event": movable.event,
            "title": shown.title,
            "when": when_in_words(shown.start_at, shown.end_at, shown.is_all_day),
            "is_series": movable.recurrence_id is not None,
            "is_whole_series": movable.recurrence_id is None and bool(movable.event.rrule),
            "panel": panel,
            "is_stale": is_stale,
            "address": self.request.path + _instance(movable.recurrence_id),
            "next": self.request.POST.get("next", ""),
        }
        name = "events/_move_dialog.html" if is_part(self.request) else "events/move_event.html"
        return render(self.request, name, context, status=status)


def _scope(movable: Movable, form: MoveForm) -> Scope:
    if movable.recurrence_id is None:
        return Scope()
    return Scope(cast(ScopeKind, form.cleaned_data["scope"] or "this"), movable.recurrence_id)


def _chosen(times: Times, save_at: str) -> Times:
    """The times of the form, or a free time that was offered instead; raises `Invalid` for what is none."""
    if not save_at:
        return times
    start = parse_datetime(save_at)
    if start is None or start.tzinfo is None:
        raise Invalid.of("start_time", "invalid", "A free time is an instant of RFC 3339.")
    return moved_times(times, start)


def _panel(movable: Movable, form: MoveForm, conflict: ScheduleConflict) -> ConflictPanel:
    start_at, end_at = instants_of(form.times)
    # free times of a whole series are those of its first instance, and not of the one that is moved
    return conflict_panel(
        conflict,
        start_at,
        end_at,
        is_all_day=movable.shown.is_all_day,
        with_slots=movable.recurrence_id is None or _scope(movable, form).kind != "all",
    )


def _said(movable: Movable, times: Times, written: SeriesWrite) -> str:
    """What was done; the time is named, so that a slip is seen."""
    if written.event.written_by is None:
        return _("Nothing was changed.")
    shown = movable.shown
    words = {"title": shown.title, "when": when_in_words(*instants_of(times), shown.is_all_day)}
    if times.start == times_of(shown).start:
        return _("“%(title)s” is now on %(when)s") % words
    return _("“%(title)s” moved to %(when)s") % words


def _next(request: HttpRequest, written: SeriesWrite, scope: Scope) -> str:
    """Back to the calendar one came from, or to the event."""
    wanted = request.POST.get("next", "")
    if wanted.startswith("/calendar/"):
        return wanted
    instance = scope.recurrence_id if scope.kind == "this" else None
    return f"/events/{written.event.pk}/{_instance(instance)}"


def _instance(recurrence_id: str | None) -> str:
    return "?" + urlencode({"recurrence_id": recurrence_id}) if recurrence_id else ""
