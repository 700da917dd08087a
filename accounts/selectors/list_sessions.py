"""Where a person is signed in."""

from django.utils import timezone

from accounts.models import Session, User


def list_sessions(user: User) -> list[Session]:
    """The sessions that still live, the one used last first; one query."""
    return list(
        user.sessions.filter(revoked_at=None, expires_at__gt=timezone.now()).order_by("-last_used_at", "-pk")
    )
