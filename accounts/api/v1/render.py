"""Answers of the Authentication section."""

from typing import Any

from accounts.api.tokens import issue_tokens
from accounts.models import Session, User


def tokens(session: Session) -> dict[str, Any]:
    """The answer of a registration, login or refresh."""
    pair = issue_tokens(session)
    return {
        "access_token": pair.access_token,
        "refresh_token": pair.refresh_token,
        "token_type": "bearer",
        "expires_in": pair.expires_in,
        "user_id": session.user_id,
        "username": session.user.username,
        "role": session.user.role,
    }


def profile(user: User) -> dict[str, Any]:
    """One's own account."""
    return {
        "id": user.pk,
        "username": user.username,
        "email": user.email,
        "full_name": user.full_name or None,
        "role": user.role,
        "is_active": user.is_active,
        "timezone": user.timezone,
        "free_busy_visibility": user.free_busy_visibility,
    }
