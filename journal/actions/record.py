"""Write what happened into the journal, as part of the transaction in which it happens."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import BigIntegerField
from django.utils import timezone

from core.actors import current_source
from core.compiled import Compiled, Insert, P, Update
from journal.access.undo import note
from journal.facts import Fact
from journal.models import Chain, Entry
from journal.rules.chain import digest_of, seal

LOCK = Compiled(
    lambda shape: (
        Chain.objects.select_for_update()
        .filter(pk__anyof=P("ids", BigIntegerField(), many=True))
        .order_by("pk")
        .values_list("calendar_id", "sequence", "head")
    )
)
# Nearly every write in EventHub ends with these two.
insert_entries = Insert(Entry)
move_chain = Update(Chain, ["sequence", "head"])


def record(facts: Sequence[Fact], *, actor_id: int | None, at: datetime | None = None) -> list[Entry]:
    """Appends an entry for each fact to the chain of its calendar and returns them, in the order given.

    The chains stay locked until the surrounding transaction ends: call it last, and once, since two calls in
    one transaction may take chains in another order than somebody else. The number of statements does not
    depend on that of the facts. `at` is an aware instant, by default now.
    Raises TransactionManagementError outside a transaction, TypeError for a payload that is not JSON.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("The journal is written in the transaction of the deed.")
    if not facts:
        return []
    chains = {chain.calendar_id: chain for chain in _lock({fact.calendar_id for fact in facts})}
    at, source = at or timezone.now(), current_source()
    entries = [_append(chains[fact.calendar_id], fact, actor_id, at, source) for fact in facts]
    insert_entries(entries)
    if connection.vendor == "sqlite":
        _take_ids_as_positions(entries)
    _save(list(chains.values()))
    note(entries)
    return entries


def _append(chain: Chain, fact: Fact, actor_id: int | None, at: datetime, source: str) -> Entry:
    entry = Entry(
        at=at,
        actor_id=actor_id,
        source=source,
        verb=fact.verb,
        subject_kind=fact.subject_kind,
        subject_id=fact.subject_id,
        subject_version=fact.subject_version,
        calendar_id=fact.calendar_id,
        summary=fact.summary,
        payload=dict(fact.payload),
        chain_sequence=chain.sequence + 1,
        digest=digest_of(fact.payload),
    )
    entry.hash = seal(chain.head, entry.link)
    chain.sequence, chain.head = entry.chain_sequence, entry.hash
    return entry


def _lock(calendar_ids: set[int]) -> list[Chain]:
    """The chains, made where they are missing, locked by ascending id."""
    # Several chains are made before the first is locked: who made one while holding a higher one could
    # deadlock with another who does the same.
    if len(calendar_ids) > 1:
        _make(calendar_ids)
    rows = LOCK({"ids": calendar_ids})
    if not rows:
        _make(calendar_ids)
        rows = LOCK({"ids": calendar_ids})
    return [Chain(calendar_id=pk, sequence=sequence, head=head) for pk, sequence, head in rows]


def _make(calendar_ids: set[int]) -> None:
    Chain.objects.bulk_create([Chain(pk=pk) for pk in sorted(calendar_ids)], ignore_conflicts=True)


def _save(chains: list[Chain]) -> None:
    if len(chains) > 1:
        Chain.objects.bulk_update(chains, ["sequence", "head"])
    else:
        move_chain(chains[0])


def _take_ids_as_positions(entries: list[Entry]) -> None:
    """SQLite has one writer, so there ids are in the order of commits, and only ours have no position yet."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET pos = id WHERE pos IS NULL")
    for entry in entries:
        entry.pos = entry.pk
