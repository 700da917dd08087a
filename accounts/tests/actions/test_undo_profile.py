"""Undo of an edit of one's own account."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actions.undo_profile import undo_profile
from accounts.actions.update_profile import update_profile
from accounts.changes import ProfileChanges
from accounts.factories import PASSWORD, make_user
from accounts.models import User
from core.errors import DomainError, NotFound
from journal.access.undo import LIFETIME, noting
from journal.errors import UndoConflict
from journal.models import Entry

FIELDS: dict[str, Any] = {
    "full_name": "A. Lovelace",
    "timezone": "Asia/Tokyo",
    "free_busy_visibility": "nobody",
    "week_start": "sunday",
    "hour_cycle": "12",
    "language": "de",
    "shortcuts_enabled": False,
}


def edited(user: User, **changes: Any) -> str:
    with noting() as noted:
        update_profile(actor=user, changes=ProfileChanges(**changes), address=None)
    assert noted.undo_token is not None
    return noted.undo_token


def state(user: User) -> Any:
    return User.objects.filter(pk=user.pk).values().get()


def refused(actor: User, user: User, token: str) -> type[DomainError]:
    """What was raised, and proof that nothing was written."""
    before = state(user), Entry.objects.count()
    with pytest.raises(DomainError) as refusal:
        undo_profile(actor=actor, token=token)
    assert (state(user), Entry.objects.count()) == before
    return type(refusal.value)


def test_every_field_goes_back(ada: User) -> None:
    before = state(ada)
    token = edited(ada, **FIELDS)
    done = Entry.objects.latest("id")
    assert state(ada) == {**before, **FIELDS}
    undo_profile(actor=ada, token=token)
    assert state(ada) == before
    entry = Entry.objects.latest("id")
    values = {name: before[name] for name in FIELDS}
    assert (entry.verb, entry.actor_id, entry.payload) == (
        "profile_updated",
        ada.pk,
        {"before": FIELDS, "after": values, "undoes": done.pk},
    )


def test_what_was_changed_beside_it_stays(ada: User) -> None:
    token = edited(ada, timezone="Asia/Tokyo")
    edited(ada, full_name="Countess")
    undo_profile(actor=ada, token=token)
    ada.refresh_from_db()
    assert (ada.timezone, ada.full_name) == ("UTC", "Countess")


def test_what_was_changed_again_stays(ada: User) -> None:
    token = edited(ada, timezone="Asia/Tokyo", week_start="sunday")
    edited(ada, timezone="Europe/Berlin")
    assert refused(ada, ada, token) is UndoConflict


def test_an_edit_of_the_email_is_final(ada: User) -> None:
    token = edited(ada, full_name="Ada", email="countess@example.org", password=PASSWORD)
    assert Entry.objects.latest("id").payload == {}
    assert refused(ada, ada, token) is NotFound


def test_only_the_author_may_and_for_ten_minutes(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    token = edited(ada, week_start="sunday")
    assert refused(make_user(), ada, token) is NotFound
    later = timezone.now() + LIFETIME + timedelta(seconds=1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert refused(ada, ada, token) is NotFound
