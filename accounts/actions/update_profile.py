"""Edits one's own account."""

from typing import Any

from django.utils.translation import gettext_noop

from accounts.actions.confirm_email import keep_address
from accounts.actions.register_user import field_faults, refuse_taken, refusing_taken
from accounts.actions.verify_password import verify_password
from accounts.changes import ProfileChanges
from accounts.enums import Verb
from accounts.models import User
from core.errors import Fault, Invalid
from core.transactions import write_atomic
from journal.actions.record import record
from journal.facts import Fact

PASSWORD_NEEDED = gettext_noop("A new email needs the password.")
PASSWORD_WRONG = gettext_noop("Incorrect password")
FINAL = frozenset({"email", "onboarded_at"})
"""Fields of which an edit is not taken back: the one asks for the password, the other is asked once."""


def update_profile(
    *, actor: User, changes: ProfileChanges, address: str | None, undoes: int | None = None
) -> User:
    """The user as he is afterwards; an edit that changes nothing writes nothing.

    `undoes` is the entry of the journal that this takes back. Raises `Invalid` with every fault, also for an
    email whose password is missing or wrong; `EmailTaken`; and `TooManyRequests` as a login does.
    """
    user = User.objects.get(pk=actor.pk)
    verified = user.password
    changed = _apply(changes, user)
    faults = field_faults(user, changed)
    if "email" in changed and not faults:
        faults = _password_faults(user, changes.password, address)
    if faults:
        raise Invalid(faults[0].message, faults=faults)
    if not changed:
        return user
    if "email" in changed:
        refuse_taken(user)
    with refusing_taken(), write_atomic():
        current = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if "email" in changed and current.password != verified:
            raise Invalid.of("password", "incorrect", PASSWORD_WRONG)
        before = {name: getattr(current, name) for name in changed}
        _apply(changes, current)
        current.save(update_fields=changed)
        if "email" in changed:
            keep_address(current)
        payload = _told(before, current, undoes)
        fact = Fact(Verb.PROFILE_UPDATED, "user", user.pk, summary=", ".join(changed), payload=payload)
        record([fact], actor_id=user.pk)
    return current


def _apply(changes: ProfileChanges, user: User) -> list[str]:
    """Sets what is asked for on the user, unsaved, and names what has become different."""
    asked: dict[str, Any] = {
        "full_name": changes.full_name,
        "timezone": changes.timezone,
        "free_busy_visibility": changes.free_busy_visibility,
        "week_start": changes.week_start,
        "hour_cycle": changes.hour_cycle,
        "language": changes.language,
        "shortcuts_enabled": changes.shortcuts_enabled,
        "onboarded_at": changes.onboarded_at,
        "email": None if changes.email is None else User.objects.normalize_email(changes.email),
    }
    changed = [name for name, value in asked.items() if value is not None and value != getattr(user, name)]
    for name in changed:
        setattr(user, name, asked[name])
    return changed


def _told(before: dict[str, Any], user: User, undoes: int | None) -> dict[str, Any]:
    """What the journal keeps to take the edit back by; nothing of one that is not taken back."""
    if before.keys() & FINAL:
        return {}
    after = {name: getattr(user, name) for name in before}
    return {"before": before, "after": after, **({"undoes": undoes} if undoes else {})}


def _password_faults(user: User, password: str | None, address: str | None) -> list[Fault]:
    if password is None:
        return [Fault("password", "required", PASSWORD_NEEDED)]
    if not verify_password(user, password, login=user.username, address=address):
        return [Fault("password", "incorrect", PASSWORD_WRONG)]
    return []
