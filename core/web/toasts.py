"""Short words about what was just done, shown once on the next page, with a way back where there is one."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

UNDO, REDO = "undo:", "redo:"


@dataclass(frozen=True, slots=True)
class Toast:
    """What a toast shows; the token, if any, takes the write back that it tells of.

    Where that write `is_undo` itself, to take it back is to do again what was done.
    """

    text: str
    failed: bool
    undo_token: str
    is_undo: bool


def toast(
    request: HttpRequest,
    text: str,
    undo_token: str | None = None,
    *,
    failed: bool = False,
    is_undo: bool = False,
) -> None:
    """Shows the text on the next page, or at the end of this answer if that is a part for htmx.

    `undo_token` is what `events.access.undo.undo_token` gives: it adds a button that takes the write back, or
    does again what this write has taken back.
    What an action says is told in the reader's language where the catalogue has it.
    """
    add = messages.error if failed else messages.success
    tags = f"{REDO if is_undo else UNDO}{undo_token}" if undo_token else ""
    add(request, gettext(text), extra_tags=tags, fail_silently=True)


def take_toasts(request: HttpRequest) -> list[Toast]:
    """What waits to be shown; it does not wait any longer afterwards."""
    return [
        Toast(
            text=str(message.message),
            failed=message.level >= messages.WARNING,
            undo_token=_token(message.extra_tags or ""),
            is_undo=(message.extra_tags or "").startswith(REDO),
        )
        for message in messages.get_messages(request)
    ]


def _token(tags: str) -> str:
    return next((tags.removeprefix(kind) for kind in (UNDO, REDO) if tags.startswith(kind)), "")
