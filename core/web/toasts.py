"""Short words about what was just done, shown once on the next page, with a way back where there is one."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

UNDO = "undo:"


@dataclass(frozen=True, slots=True)
class Toast:
    """What a toast shows; the token, if any, takes the write back that it tells of."""

    text: str
    failed: bool
    undo_token: str


def toast(request: HttpRequest, text: str, undo_token: str | None = None, *, failed: bool = False) -> None:
    """Shows the text on the next page, or at the end of this answer if that is a part for htmx.

    `undo_token` is what `events.access.undo.undo_token` gives: it adds a button that takes the write back.
    What an action says is told in the reader's language where the catalogue has it.
    """
    add = messages.error if failed else messages.success
    add(request, gettext(text), extra_tags=f"{UNDO}{undo_token}" if undo_token else "", fail_silently=True)


def take_toasts(request: HttpRequest) -> list[Toast]:
    """What waits to be shown; it does not wait any longer afterwards."""
    return [
        Toast(
            text=str(message.message),
            failed=message.level >= messages.WARNING,
            undo_token=(message.extra_tags or "").removeprefix(UNDO)
            if (message.extra_tags or "").startswith(UNDO)
            else "",
        )
        for message in messages.get_messages(request)
    ]
