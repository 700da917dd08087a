"""Filters of the pages of events: when something happened, and a text with its links."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.templatetags.page import clock, day, long_day

register = template.Library()


@register.filter
def moment(instant: datetime) -> str:
    """`Today, 10:38`, `Yesterday, 17:40` or `Mon 16 Nov, 15:21`, in the reader's zone."""
    days = (timezone.localdate() - timezone.localtime(instant).date()).days
    values = {"day": day(instant), "time": clock(instant)}
    if days == 0:
        return _("Today, %(time)s") % values
    if days == 1:
        return _("Yesterday, %(time)s") % values
    return _("%(day)s, %(time)s") % values


@register.filter
def moment_in_sentence(instant: datetime) -> str:
    """The same within a sentence: `today, 10:38`."""
    days = (timezone.localdate() - timezone.localtime(instant).date()).days
    values = {"time": clock(instant)}
    if days == 0:
        return pgettext("within a sentence", "today, %(time)s") % values
    if days == 1:
        return pgettext("within a sentence", "yesterday, %(time)s") % values
    return moment(instant)


@register.filter
def whole_moment(instant: datetime) -> str:
    """`Monday 16 November 2026, 15:21`, in the reader's zone."""
    return _("%(day)s, %(time)s") % {"day": long_day(instant), "time": clock(instant)}


@register.filter
def as_prose(text: str) -> SafeString:
    """A text of a person as paragraphs: escaped, its line breaks kept, its web addresses as safe links."""
    paragraphs = [part for part in normalize_newlines(text).split("\n\n") if part.strip()]
    shown = (
        urlize(paragraph, nofollow=True, autoescape=True).strip("\n").replace("\n", "<br>")
        for paragraph in paragraphs
    )
    return mark_safe("".join(f'<p dir="auto">{paragraph}</p>' for paragraph in shown))
