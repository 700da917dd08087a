"""Tags and filters of all pages: icons, people, instants in the reader's zone, other queries."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from core.web.reader import reads_twelve_hours
from core.web.refusals import in_readers_words
from core.web.toasts import Toast, take_toasts

register = template.Library()

COLOURS = ("cobalt", "teal", "green", "amber", "orange", "rose", "violet", "slate")
THEMES = ("light", "dark")


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """The icon of that name in `static/vendor/lucide/icons.txt`; hidden from screen readers."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static("vendor/lucide/sprite.svg"),
        name,
    )


@register.simple_tag
def project_name() -> str:
    """What this site calls itself."""
    return str(settings.PROJECT_NAME)


@register.simple_tag(takes_context=True)
def theme(context: RequestContext) -> str:
    """`light` or `dark` if the reader has chosen, else `auto`: as his system has it."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme") if request else None
    return chosen if chosen in THEMES else "auto"


@register.simple_tag(takes_context=True)
def waiting_toasts(context: RequestContext) -> list[Toast]:
    """The toasts that this page is to show."""
    request = context.get("request")
    return take_toasts(request) if request else []


@register.simple_tag(takes_context=True)
def page_address(context: RequestContext) -> str:
    """Path and query of the page that one is on; in a part for htmx, of the page that it is put into."""
    request: HttpRequest = context["request"]
    url = urlsplit(request.headers.get("HX-Current-URL", ""))
    if not url.path.startswith("/"):
        return request.get_full_path()
    return f"{url.path}?{url.query}" if url.query else url.path


@register.simple_tag(takes_context=True)
def query(context: RequestContext, **changes: Any) -> str:
    """`?` and the query of this page, with some keys changed; None removes one."""
    request: HttpRequest = context["request"]
    parameters = QueryDict(mutable=True)
    parameters.update(request.GET)
    for key, value in changes.items():
        if value is None:
            parameters.pop(key, None)
        else:
            parameters[key] = str(value)
    return f"?{parameters.urlencode()}"


@register.filter
def initials(person: Any) -> str:
    """One or two letters for a person: of the full name, else of the username; also of a plain name."""
    name = str(person if isinstance(person, str) else person.full_name or person.username)
    words = [word for word in name.replace("_", " ").replace(".", " ").split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper()


@register.filter
def colour(person: Any) -> str:
    """The colour of a person's avatar: always the same of the eight; takes a user or an id."""
    return COLOURS[int(getattr(person, "pk", person) or 0) % len(COLOURS)]


register.filter("in_readers_words", in_readers_words)


@register.filter
def day(moment: date | datetime) -> str:
    """`Wed 18 Nov`, with the year where it is not this one; instants as days of the reader's zone."""
    local = _local(moment)
    if local.year == timezone.localdate().year:
        return date_format(local, pgettext("format of a day in this year", "D j M"))
    return date_format(local, pgettext("format of a day", "D j M Y"))


@register.filter
def long_day(moment: date | datetime) -> str:
    """`Wednesday 18 November 2026`; instants as days of the reader's zone."""
    return date_format(_local(moment), pgettext("format of a long day", "l j F Y"))


@register.filter
def clock(instant: datetime) -> str:
    """`14:30`, or `2:30 pm` on a clock of twelve hours, in the reader's zone."""
    local = _local(instant)
    if reads_twelve_hours():
        return date_format(local, "g:i ") + ("am" if local.hour < 12 else "pm")
    return date_format(local, "H:i")


def _local(moment: date | datetime) -> Any:
    if isinstance(moment, datetime):
        return timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return moment
