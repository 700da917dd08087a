"""Entries are final."""

import pytest
from django.db import transaction

from journal.actions.record import record
from journal.facts import Fact
from journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    with transaction.atomic():
        return record([Fact("created", "event", 1, summary="as it was")], actor_id=None)[0]


def test_an_entry_is_not_saved_twice(entry: Entry) -> None:
    entry.summary = "changed"
    with pytest.raises(TypeError, match="final"):
        entry.save()
    with pytest.raises(TypeError, match="final"):
        Entry.objects.get().save(update_fields=["summary"])
    assert Entry.objects.get().summary == "as it was"


def test_an_entry_is_not_deleted(entry: Entry) -> None:
    with pytest.raises(TypeError, match="final"):
        entry.delete()
    with pytest.raises(TypeError, match="final"):
        Entry.objects.filter(pk=entry.pk).delete()
    assert Entry.objects.count() == 1


def test_entries_are_not_updated_in_bulk(entry: Entry) -> None:
    with pytest.raises(TypeError, match="final"):
        Entry.objects.update(summary="changed")
    with pytest.raises(TypeError, match="final"), transaction.atomic():
        Entry.objects.bulk_update([entry], ["summary"])
    assert Entry.objects.get().summary == "as it was"
