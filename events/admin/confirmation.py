"""Actions of the admin site that ask on a page before they do what they are for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.actors import Source, acting_through
from core.errors import DomainError
from core.web.refusals import in_readers_words

MOST = 100
"""How many things one confirmation is about: more would not be read by anybody."""
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What staff do to the rows that they have chosen.

    `action` is the name of the admin's action; `title`, `meaning` and `button` are the page's words, `done`
    those of the message afterwards, with places for `number` and `all`. `describe` makes a line of a row, and
    `act` calls the action on it, with the version that was on the page (None where rows have none) and the
    words for the journal.
    """

    action: str
    title: Promise
    meaning: Promise
    button: Promise
    done: Promise
    describe: Callable[[Any], str]
    act: Callable[[Any, int | None, str], object]


def ask_then_act(
    model_admin: admin.ModelAdmin[Any], request: HttpRequest, chosen: QuerySet[Any], deed: Deed
) -> HttpResponse | None:
    """The page that asks; where it was answered with yes, None for the list, with a word on what was done."""
    rows = list(chosen[: MOST + 1])
    if len(rows) > MOST:
        text = _("Choose at most %(number)s at a time.") % {"number": MOST}
        model_admin.message_user(request, text, messages.ERROR)
        return None
    if request.POST.get("confirmed") == "yes":
        _act(model_admin, request, rows, deed)
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": deed.title,
        "opts": model_admin.model._meta,
        "media": model_admin.media,
        "deed": deed,
        "lines": [(row.pk, deed.describe(row), getattr(row, "version", None)) for row in rows],
        "checkbox": ACTION_CHECKBOX_NAME,
        "longest_reason": LONGEST_REASON,
    }
    return TemplateResponse(request, "admin/eventhub/confirm_action.html", context)


def _act(model_admin: admin.ModelAdmin[Any], request: HttpRequest, rows: list[Any], deed: Deed) -> None:
    """Acts on each row by itself: what is refused takes nothing of the others back.

    The admin's lists are in no transaction, so that actions can open theirs.
    """
    done, reason = 0, _reason(request)
    with acting_through(Source.ADMIN):
        for row in rows:
            try:
                deed.act(row, _version_seen(request, row), reason)
            except DomainError as error:
                told = f"{deed.describe(row)}: {in_readers_words(error.detail)}"
                model_admin.message_user(request, told, messages.ERROR)
            else:
                done += 1
    if done:
        words = str(deed.done) % {"number": done, "all": len(rows)}
        model_admin.message_user(request, words, messages.SUCCESS)


def _version_seen(request: HttpRequest, row: Any) -> int | None:
    seen = request.POST.get(f"version-{row.pk}", "")
    return int(seen) if seen.isascii() and seen.isdigit() else None


def _reason(request: HttpRequest) -> str:
    """Who of the staff does it, and why: the actor is the system, which has no name."""
    by = f"By staff: {request.user.get_username()}"
    words = request.POST.get("reason", "").strip()[:LONGEST_REASON]
    return f"{by}. {words}" if words else by
