"""The calendars that a write goes into, with the role that its author has on each."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, Q

from accounts.models import User
from core.compiled import Compiled, P
from events.access.roles import visible_calendars
from events.models import Calendar

_ATTNAMES = [field.attname for field in Calendar._meta.concrete_fields]
_USER = P("user", User._meta.get_field("id"))
_IDS = P("ids", Calendar._meta.get_field("id"), many=True)


def _named(with_default: bool) -> Any:
    wanted = Q(pk__anyof=_IDS)
    if with_default:
        wanted |= Q(owner=_USER, is_default=True)
    return visible_calendars(_USER).filter(wanted).values_list(*_ATTNAMES, F("rank"))


_named_calendars = Compiled(_named)


def find_calendars(user_id: int, ids: Collection[int], *, with_default: bool) -> list[Calendar]:
    """Those of the calendars that the user may see, with `rank`, and his default one if it is wanted.

    One query. What he may not see is left out.
    """
    found = []
    for row in _named_calendars({"user": user_id, "ids": list(ids)}, with_default):
        calendar = Calendar.from_db("default", _ATTNAMES, row[:-1])
        calendar.rank = row[-1]
        found.append(calendar)
    return found
