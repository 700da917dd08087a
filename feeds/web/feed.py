"""`/feeds/<token>.ics`: a calendar for who knows the address; no cookie, and nobody signs in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from core.api.address import client_address, network_of
from core.api.problems import problem_response
from core.errors import DomainError, NotFound
from core.limits import count_call
from feeds.actions.note_fetch import note_fetch
from feeds.models import Feed
from feeds.rules.write_ics import MEDIA_TYPE, write_ics
from feeds.selectors.feeds import digest_of, find_feed, outgoing_of

REFRESH = "PT1H"
PROPERTIES = (f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}", f"X-PUBLISHED-TTL:{REFRESH}")
FRESH_SECONDS = 300
"""For how long a client need not ask: the time after which a revocation is felt everywhere."""


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The feed as iCalendar, with `REFRESH-INTERVAL` (RFC 7986, section 5.7); 304 where nothing is new.

    404 where the address is unknown or revoked, the user is not active, or no longer sees the calendar.
    """
    try:
        count_call(
            "feeds", f"address {network_of(client_address(request))}", (settings.RATE_LIMIT_PER_MINUTE, 60)
        )
        return _sent(request, _found(token))
    except DomainError as refusal:
        return problem_response(refusal, headers={"Cache-Control": "no-store"})


def _found(token: str) -> Feed:
    found = find_feed(token)
    if found is None:
        raise NotFound("There is no such feed, or not any more.")
    return found


def _sent(request: HttpRequest, found: Feed) -> HttpResponseBase:
    found = note_fetch(found, digest_of(found))
    tag, modified = f'"{found.digest}"', int(found.modified_at.timestamp())
    response = get_conditional_response(request, tag, modified)
    if response is None:
        body = b"".join(write_ics(outgoing_of(found), properties=PROPERTIES))
        response = HttpResponse(body, content_type=MEDIA_TYPE)
    response.headers["ETag"] = tag
    response.headers["Last-Modified"] = http_date(modified)
    response.headers["Cache-Control"] = f"private, max-age={FRESH_SECONDS}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
