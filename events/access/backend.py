"""The authentication backend through which `user.has_perm(perm, event)` gives EventHub's own answer."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from events.access.fetch import may
from events.enums import Permission
from events.models import Calendar, Event


class RoleBackend(BaseBackend):
    """Answers for events and calendars only, and asks `access`: there is no second opinion."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether the user may; `perm` is `events.<permission>_<event|calendar>`. False for other things."""
        if not isinstance(obj, Event | Calendar) or not user_obj.is_active:
            return False
        app, _, codename = perm.rpartition(".")
        name, _, kind = codename.partition("_")
        if app not in ("", "events") or kind != obj._meta.model_name or name not in set(Permission):
            return False
        return may(user_obj, Permission(name), obj)
