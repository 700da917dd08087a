"""What was typed into a form that could not be taken: the session had ended, or what it is about is gone."""

import secrets

from django.core.cache import cache
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from core.errors import DomainError
from core.limits import count_call
from core.web.toasts import toast

NAME = "kept"
SECONDS = 3600
# characters; the longest description and all else
LONGEST = 128 * 1024
# whoever is not signed in may have so much kept for him, and no more
FORMS_OF_AN_ADDRESS = (20, SECONDS)
FORMS_OF_ALL = (500, SECONDS)


def keep_form(request: HttpRequest, path: str = "") -> str:
    """Keeps what was sent for an hour; gives the address, at `path` or the same, that shows it.

    Nothing is kept where it is too long, or too much has been kept for who comes from the same address; no
    password ever is.
    """
    data, query = request.POST.copy(), QueryDict(mutable=True) if path else request.GET.copy()
    query.pop(NAME, None)
    for name in [name for name in data if name == "csrfmiddlewaretoken" or "password" in name]:
        del data[name]
    length = sum(len(value) for _, values in data.lists() for value in values)
    if length <= LONGEST and _may_keep(request):
        query[NAME] = token = secrets.token_urlsafe(16)
        cache.set(_key(token), data.urlencode(), SECONDS)
    path = path or request.path
    return f"{path}?{query.urlencode()}" if query else path


def find_kept_form(request: HttpRequest) -> QueryDict | None:
    """What was kept under the key that the address names; None where there is nothing, or no more."""
    text = cache.get(_key(request.GET[NAME][:64])) if NAME in request.GET else None
    return QueryDict(text) if isinstance(text, str) else None


def show_kept_form(request: HttpRequest) -> QueryDict | None:
    """The same for a page that shows it, and says so."""
    kept = find_kept_form(request)
    if kept is not None:
        toast(request, gettext("This is not saved yet. Here it is as you typed it."))
    return kept


def _may_keep(request: HttpRequest) -> bool:
    try:
        # already the client's, by eventhub/middleware/client_address.py
        count_call("kept-form", request.META.get("REMOTE_ADDR", ""), FORMS_OF_AN_ADDRESS)
        count_call("kept-form", "all", FORMS_OF_ALL)
    except DomainError:
        return False
    return True


def _key(token: str) -> str:
    return f"kept-form:{token}"
