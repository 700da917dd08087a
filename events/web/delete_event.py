"""`/events/<id>/delete/`: to the trash, or out of a series."""

from typing import cast, get_args

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.errors import Invalid
from core.web.page import PageView
from core.web.toasts import toast
from events.access import get_event
from events.access.undo import undo_token_of
from events.actions.edit_series import delete_from_series
from events.changes import IfMatch, Scope, ScopeKind
from events.enums import Permission
from events.errors import StaleMatch
from events.models import content_of
from events.rules.instances import get_instance, shown_instance
from events.web.words import when_in_words


class DeleteEvent(PageView):
    """Deletes an event or, of a series, an instance, it and all that follow, or all."""

    def get(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Asks which instances are meant, or whether the event is."""
        recurrence_id = request.GET.get("recurrence_id")
        event = get_event(self.actor, event_id, Permission.CHANGE if recurrence_id else Permission.DELETE)
        content = content_of(event)
        if recurrence_id is not None:
            content = shown_instance(content, get_instance(content, recurrence_id))
        when = when_in_words(content.start_at, content.end_at, content.is_all_day)
        context = {"event": event, "title": content.title, "when": when, "recurrence_id": recurrence_id}
        return render(request, "events/delete_event.html", context)

    def post(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Deletes; what was changed since the page was shown is not."""
        scope, version = _scope(request), request.POST.get("version", "")
        known = version.isascii() and version.isdigit() and len(version) < 10
        try:
            event = delete_from_series(
                actor=self.actor,
                event_id=event_id,
                scope=scope,
                if_match=IfMatch(frozenset({int(version)})) if known else None,
                reason=request.POST.get("change_reason", "")[:500] or None,
            )
        except StaleMatch:
            text = _("Somebody has changed this event since you opened it. Nothing was deleted.")
            toast(request, text, failed=True)
            return redirect("event", event_id)
        toast(request, _said(scope, event.deleted_at is not None), undo_token_of([event]))
        return redirect("/calendar/" if event.deleted_at else f"/events/{event_id}/")


def _scope(request: HttpRequest) -> Scope:
    kind = request.POST.get("scope", "all")
    if kind not in get_args(ScopeKind):
        raise Invalid.of("scope", "invalid_choice", "scope is one of this, following, all.")
    return Scope(cast(ScopeKind, kind), request.POST.get("recurrence_id") or None)


def _said(scope: Scope, is_whole: bool) -> str:
    if is_whole:
        return _("Moved to the trash.")
    if scope.kind == "this":
        return _("This date no longer takes place.")
    return _("This date and all that followed no longer take place.")
