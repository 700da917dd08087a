"""What is blanked is forgotten, and the chain still holds."""

import pytest
from django.db import transaction

from journal.actions.blank_payloads import blank_payloads
from journal.actions.record import record
from journal.facts import Fact
from journal.models import Entry
from journal.selectors import verify_chains

pytestmark = pytest.mark.django_db


def write(actor_id: int | None, kind: str = "event", subject_id: int = 1, **payload: object) -> int:
    with transaction.atomic():
        return record([Fact("updated", kind, subject_id, 1, 5, payload=payload)], actor_id=actor_id)[0].pk


def test_what_names_the_person_is_blanked_and_the_chain_is_valid() -> None:
    named = [
        write(7, reason="words"),
        write(8, kind="user", subject_id=7, username="anna"),
        write(8, user_id=7),
        write(8, owner_id=7),
        write(8, owner_id=9, previous_owner_id=7),
    ]
    others = [write(8, reason="words"), write(None, user_id=77), write(8, kind="event", subject_id=7)]
    digests = dict(Entry.objects.values_list("pk", "digest"))
    assert blank_payloads(7) == len(named)
    payloads = dict(Entry.objects.values_list("pk", "payload"))
    assert [payloads[pk] for pk in named] == [None] * len(named)
    assert [payloads[pk] for pk in others] == [{"reason": "words"}, {"user_id": 77}, {}]
    assert dict(Entry.objects.values_list("pk", "digest")) == digests
    assert list(verify_chains()) == []
    assert blank_payloads(7) == 0
