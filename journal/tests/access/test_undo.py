"""What takes a deed back: noted where a door listens, for its author alone, for ten minutes."""

import pytest
from django.db import transaction
from django.utils.timezone import now

from core.errors import NotFound
from journal.access.undo import LIFETIME, deed_token, noting, read_deed_token
from journal.actions.blank_payloads import blank_payloads
from journal.actions.record import record
from journal.facts import Fact
from journal.models import Entry
from journal.selectors import entries_to_undo, later_entries

pytestmark = pytest.mark.django_db
VERBS = {"shared", "revoked"}


def wrote(*verbs: str, actor_id: int | None = 7, subject_id: int = 1) -> list[Entry]:
    with transaction.atomic():
        return record([Fact(verb, "event", subject_id) for verb in verbs], actor_id=actor_id)


def test_what_is_written_while_a_door_listens_is_noted() -> None:
    wrote("shared")
    with noting() as noted:
        entries = wrote("shared", "revoked")
    wrote("shared")
    assert noted.undo_token is not None
    assert read_deed_token(7, noted.undo_token) == ("shared", [entry.pk for entry in entries])
    assert entries_to_undo(7, noted.undo_token, VERBS) == entries


def test_nothing_written_and_nobody_in_person_have_no_token() -> None:
    with noting() as nothing:
        pass
    with noting() as by_system:
        wrote("shared", actor_id=None)
    assert (nothing.undo_token, by_system.undo_token) == (None, None)


def test_it_is_the_authors_alone_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    token = deed_token(7, "shared", [1])
    assert (read_deed_token(8, token), read_deed_token(7, f"{token}x")) == (None, None)
    monkeypatch.setattr("django.core.signing.time.time", (now() + LIFETIME * 1.01).timestamp)
    assert read_deed_token(7, token) is None


def test_only_entries_that_tell_what_was_are_undone() -> None:
    (shared,), (other,), (updated,) = wrote("shared"), wrote("shared", subject_id=2), wrote("updated")
    blanked = wrote("revoked", actor_id=9)
    blank_payloads(9)
    for author_id, ids in ((7, [updated.pk]), (7, [shared.pk, other.pk]), (9, [blanked[0].pk]), (7, [])):
        with pytest.raises(NotFound):
            entries_to_undo(author_id, deed_token(author_id, "shared", ids), VERBS)


def test_later_is_what_happened_to_the_same_thing_afterwards() -> None:
    wrote("shared")
    (entry,) = wrote("shared")
    wrote("shared", subject_id=2)
    after = wrote("revoked", "shared")
    assert list(later_entries(entry)) == after
