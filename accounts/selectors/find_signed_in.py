"""Who stands behind a token: user, active flag and session in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigAutoField, DateTimeField, QuerySet
from django.db.models.base import ModelState
from django.utils import timezone

from accounts.models import Session, User
from core.compiled import Compiled, P


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A user and the live session that the request refers to. Some of the user's fields are deferred."""

    user: User
    session_id: int
    session_kind: str
    last_used_at: datetime


# what calls ask for; the rest is loaded when somebody does, and the hash is nobody's business
USER_FIELDS = tuple(
    field.attname
    for field in User._meta.concrete_fields
    if field.attname not in ("password", "last_login", "created_at")
)
SESSION_FIELDS = ("id", "kind", "last_used_at")


def _live_session(shape: Any) -> QuerySet[Session, Any]:
    return (
        Session.objects.filter(
            pk=P("session_id", BigAutoField()),
            user_id=P("user_id", BigAutoField()),
            revoked_at=None,
            expires_at__gt=P("now", DateTimeField()),
            user__is_active=True,
        )
        .order_by()
        .values_list(*SESSION_FIELDS, *(f"user__{name}" for name in USER_FIELDS))
    )


live_session = Compiled(_live_session)


def find_signed_in(*, user_id: int, session_id: int) -> SignedIn | None:
    """The user and the session; None where it has expired or was revoked, or the user is not active."""
    rows = live_session({"session_id": session_id, "user_id": user_id, "now": timezone.now()})
    if not rows:
        return None
    (pk, kind, last_used_at), values = rows[0][:3], rows[0][3:]
    return SignedIn(_user_of(values), pk, kind, last_used_at)


def _user_of(values: Iterable[Any]) -> User:
    """What `User.from_db` makes, without finding out each time which fields are deferred."""
    user = User.__new__(User)
    user._state = ModelState()
    user._state.adding, user._state.db = False, DEFAULT_DB_ALIAS
    user.__dict__.update(zip(USER_FIELDS, values, strict=True))
    return user
