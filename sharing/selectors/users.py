"""Finding people to share with."""

from typing import Any

from django.conf import settings
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Lower

from accounts.actors import Actor
from accounts.models import User
from accounts.rules.addresses import composed
from core.errors import Invalid
from events.access import user_id_of, visible_calendars, visible_to
from events.models import (
    Calendar,
    CalendarGroupPermission,
    CalendarUserPermission,
    EventGroupPermission,
    EventUserPermission,
)
from sharing.facts import FoundUser

SHORTEST = 3
MOST = 10


def find_users(actor: Actor, q: str) -> list[FoundUser]:
    """At most ten active people other than the actor: the one with exactly this email, and those whose
    username or full name holds the text, in any case; names that begin with it come first.

    By name an actor finds those who already see something that he sees, or everybody where
    `USER_DIRECTORY` is `open`. Raises `Invalid` for less than three characters. One query.
    """
    user_id, text = user_id_of(actor), q.strip()
    if len(text) < SHORTEST:
        raise Invalid.of("q", "min_length", f"Type at least {SHORTEST} characters.")
    by_name = _named(text)
    if settings.USER_DIRECTORY != "open":
        by_name &= in_company(user_id)
    has_address = Q(address=Lower(Value(composed(text))))
    rows = (
        User.objects.alias(address=Lower("email"), name=Lower("username"))
        .filter(has_address | by_name, is_active=True)
        .exclude(pk=user_id)
        .order_by(
            Case(
                When(has_address, then=Value(0)),
                When(username__istartswith=text, then=Value(1)),
                When(full_name__istartswith=text, then=Value(2)),
                default=Value(3),
            ),
            "name",
            "pk",
        )
    )
    return [FoundUser(*row) for row in rows.values_list("pk", "username", "full_name")[:MOST]]


def _named(text: str) -> Q:
    # SQLite folds only ASCII letters: other ones are looked for as people write names.
    spellings = {text} if text.isascii() else {text, text.lower(), text.upper(), text.title()}
    found = Q(username__icontains=text)
    for spelling in sorted(spellings):
        found |= Q(full_name__icontains=spelling)
    return found


def in_company(user_id: Any) -> Q:
    """Who sees something that the user sees: its creator, and whoever holds a grant, also through a group.

    `user_id` may be the slot of a compiled queryset.
    """
    events = visible_to(user_id).order_by().values("pk")
    # a union, because an OR of the two looks at every event that there is
    calendars = (
        visible_calendars(user_id)
        .order_by()
        .values("pk")
        .union(visible_to(user_id).order_by().values("calendar_id"), all=True)
    )
    holders: list[QuerySet[Any, Any]] = [
        Calendar.objects.filter(pk__in=calendars).values("owner"),
        CalendarUserPermission.objects.filter(content_object__in=calendars).values("user"),
        CalendarGroupPermission.objects.filter(content_object__in=calendars).values("group__user"),
        EventUserPermission.objects.filter(content_object__in=events).values("user"),
        EventGroupPermission.objects.filter(content_object__in=events).values("group__user"),
    ]
    company = Q()
    for holder in holders:
        company |= Q(pk__in=holder)
    return company
