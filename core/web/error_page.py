"""Refusals as pages in the house's style."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.web.refusals import whole_sentence
from core.web.toasts import Toast

# an answer with these goes to the end of the toasts, whatever it was asked for
TO_TOASTS = {
    "HX-Retarget": "#toasts",
    "HX-Reswap": "beforeend",
    "HX-Reselect": "[data-toast]",
    "HX-Push-Url": "false",
}


def error_page(
    request: HttpRequest, error: DomainError, way_on: tuple[str, str] | None = None
) -> HttpResponse:
    """The answer for a refusal, with its status; `way_on` is an address to go to, and the words for that.

    429 and 503 say when to come again where `data["retry_after"]` (seconds) is given.
    """
    response = plain_error_page(request, error.status, whole_sentence(error.detail), way_on=way_on)
    retry_after = error.data.get("retry_after")
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def plain_error_page(
    request: HttpRequest,
    status: int,
    detail: str = "",
    *,
    title: str = "",
    sentence: str = "",
    way_on: tuple[str, str] | None = None,
) -> HttpResponse:
    """The page for a status; for htmx a toast, which leaves the page that one is on as it is.

    It asks no database, so that it can be shown whatever has failed.
    """
    words = _words()
    usual = words.get(status) or words[400 if status < 500 else 500]
    sentence = sentence or usual[1]
    if is_from_htmx(request):
        toasts = [Toast(text=detail or sentence, failed=True, undo_token="", is_undo=False)]
        response = render(request, "components/_toasts.html", {"toasts": toasts}, status=status)
        for name, value in TO_TOASTS.items():
            response.headers[name] = value
        return response
    context = {
        "status": status,
        "title": title or usual[0],
        "sentence": sentence,
        "detail": detail,
        "way_on": way_on,
    }
    return render(request, "error.html", context, status=status)


def is_from_htmx(request: HttpRequest) -> bool:
    """Whether htmx waits for the answer; but to restore a page from history it asks as a browser does."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in headers


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page, and not for a whole one that it will take a part of."""
    return is_from_htmx(request) and request.headers.get("HX-Request-Type", "partial") == "partial"


def _words() -> Mapping[int, tuple[str, str]]:
    """Title and sentence of each status, in the reader's language."""
    return {
        400: (
            _("This request was refused"),
            _("Something about the request is not right, so nothing was changed."),
        ),
        403: (
            _("You may not do this"),
            _("You can see this, but your role does not allow what you tried to do."),
        ),
        404: (_("There is nothing here"), _("It may have been deleted, or it was never shared with you.")),
        405: (_("This request was refused"), _("This address does not take such a request.")),
        409: (_("This cannot be done now"), _("It contradicts what is there by now. Nothing was changed.")),
        429: (_("Too many requests"), _("You were quicker than this site allows. Please wait a moment.")),
        500: (
            _("Something went wrong"),
            _("The fault is ours, and it has been noted. Nothing that you saved is lost."),
        ),
        503: (_("Busy at the moment"), _("The server cannot take this now. Please try again in a moment.")),
    }
