"""The ids of the permissions that grants refer to, known by heart: no statement needs to join them."""

from functools import partial
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.contrib.auth.models import Permission
from django.db import DEFAULT_DB_ALIAS

from core.compiled import P

_ID = Permission._meta.get_field("id")
_known: dict[str, int] = {}


def permission_id(codename: str) -> int:
    """The id of a permission of this app; read from the database once in a process."""
    if codename not in _known:
        _learn(DEFAULT_DB_ALIAS)
    return _known[codename]


def permission_for(codename: str, *, compiled: bool) -> P | int:
    """The id, for a queryset; for a compiled one a slot that knows it by itself whenever it runs."""
    if compiled:
        return P(f"permission {codename}", _ID, default=partial(permission_id, codename))
    return permission_id(codename)


def relearn(using: str, apps: Apps = apps, **_: Any) -> None:
    """Receiver of `post_migrate` for the app of the permissions: they may have been made, or made anew."""
    try:
        apps.get_model("auth", "Permission")
    except LookupError:
        return
    _learn(using)


def _learn(using: str) -> None:
    rows = Permission.objects.using(using).filter(content_type__app_label="events").order_by()
    known = dict(rows.values_list("codename", "pk"))
    _known.clear()
    _known.update(known)
