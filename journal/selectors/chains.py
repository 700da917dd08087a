"""Whether the hash chains still prove what they hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, Min, OuterRef, Sum

from journal.enums import Problem
from journal.models import Chain, Entry
from journal.rules.chain import digest_of, seal
from journal.selectors.entries import in_pages


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first bad place of a chain.

    `altered`: this entry, or the end that the chain keeps, is not what was written. `removed`: the entry with
    this sequence is gone, later ones are there. `cut_off`: from this sequence on all are gone.
    `unchained`: this entry stands beyond the end of the chain. `entry_id` is None where the entry is gone.
    """

    calendar_id: int
    chain_sequence: int
    entry_id: int | None
    problem: Problem


def count_chained() -> int:
    """How many entries all chains together should have."""
    return int(Chain.objects.aggregate(entries=Sum("sequence", default=0))["entries"])


def verify_chains(advance: Callable[[int], None] = lambda count: None) -> Iterator[ChainFault]:
    """The first fault of each chain, in the order of calendars, then those of entries beyond any chain.

    Reads every entry once, with bounded memory and beside running writers: a chain is judged up to the end
    that it had when its turn came. `advance` gets the number of entries that each chain should have as it is
    done. A blanked payload is no fault.
    """
    faulty = set()
    last: int | None = None
    while (chain := _next_chain(last)) is not None:
        last = chain.calendar_id
        if fault := _verify(chain):
            faulty.add(last)
            yield fault
        advance(chain.sequence)
    for fault in _unchained():
        if fault.calendar_id not in faulty:
            yield fault


def _next_chain(last: int | None) -> Chain | None:
    chains = Chain.objects.order_by("calendar_id")
    return (chains if last is None else chains.filter(calendar_id__gt=last)).first()


def _verify(chain: Chain) -> ChainFault | None:
    number, sequence, head = chain.calendar_id, 0, ""
    # An entry and its chain's end are committed together, so up to the end that was read all must be there.
    entries = Entry.objects.filter(calendar_id=number, chain_sequence__lte=chain.sequence)
    for entry in in_pages(entries, key="chain_sequence"):
        sequence += 1
        if entry.chain_sequence != sequence:
            return ChainFault(number, sequence, None, Problem.REMOVED)
        if not _is_intact(entry, head):
            return ChainFault(number, sequence, entry.pk, Problem.ALTERED)
        head = entry.hash
    if sequence < chain.sequence:
        return ChainFault(number, sequence + 1, None, Problem.CUT_OFF)
    if head != chain.head:
        return ChainFault(number, sequence, entry.pk if sequence else None, Problem.ALTERED)
    return None


def _is_intact(entry: Entry, previous: str) -> bool:
    if entry.payload is not None and digest_of(entry.payload) != entry.digest:
        return False
    return entry.hash == seal(previous, entry.link)


def _unchained() -> Iterator[ChainFault]:
    """One statement, so that it sees chains and entries at one moment."""
    covering = Chain.objects.filter(
        calendar_id=OuterRef("calendar_id"), sequence__gte=OuterRef("chain_sequence")
    )
    loose = Entry.objects.filter(~Exists(covering)).order_by("calendar_id").values_list("calendar_id")
    for number, sequence, pk in loose.annotate(Min("chain_sequence"), Min("id")):
        yield ChainFault(number, sequence, pk, Problem.UNCHAINED)
