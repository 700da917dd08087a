"""Two edits of one text brought together word by word, for people to look at before it is saved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from events.rules.sequence_diff import sequence_diff, words_of

Tokens = Sequence[str]
Block = tuple[int, int, int]
"""Where two sequences have the same: the place in each, and how long."""


@dataclass(frozen=True, slots=True)
class MergedText:
    """The text with both edits in it; where both changed the same words it has mine, then theirs."""

    text: str
    is_clean: bool


def merge_texts(base: str, mine: str, theirs: str) -> MergedText:
    """Both edits of `base` in one text, word by word; takes a second at most, however long they are.

    It is clean where no word, and no two words side by side, were changed by one each.
    """
    chunks = list(_merged(words_of(base), words_of(mine), words_of(theirs)))
    return MergedText(_joined(chunks), all(len(chunk) == 1 for chunk in chunks))


def merge_lists(base: Tokens, mine: Tokens, theirs: Tokens) -> list[str]:
    """What is in a list of labels after both edits: what either took out is gone, what either added is in."""
    kept = [item for item in base if item in mine and item in theirs]
    return list(dict.fromkeys([*kept, *(item for item in (*mine, *theirs) if item not in base)]))


def _merged(base: Tokens, mine: Tokens, theirs: Tokens) -> Iterator[list[Tokens]]:
    """The text in pieces: each has one reading, or mine and theirs (the algorithm of diff3)."""
    at_base = at_mine = at_theirs = 0
    for begin, end, to_mine, to_theirs in _shared(base, mine, theirs):
        was, my, their = base[at_base:begin], mine[at_mine:to_mine], theirs[at_theirs:to_theirs]
        if my == their or their == was:
            yield [my]
        elif my == was:
            yield [their]
        else:
            yield [my, their]
        yield [base[begin:end]]
        length = end - begin
        at_base, at_mine, at_theirs = end, to_mine + length, to_theirs + length


def _shared(base: Tokens, mine: Tokens, theirs: Tokens) -> Iterator[tuple[int, int, int, int]]:
    """The stretches of the base that both kept, with where each has them; the last one is empty."""
    left, right = _blocks(base, mine), _blocks(base, theirs)
    i = j = 0
    while i < len(left) and j < len(right):
        (at, to_mine, size), (other, to_theirs, other_size) = left[i], right[j]
        begin, end = max(at, other), min(at + size, other + other_size)
        # a single space between two changed words joins nothing
        if begin < end and base[begin:end] != [" "]:
            yield begin, end, to_mine + begin - at, to_theirs + begin - other
        if at + size < other + other_size:
            i += 1
        else:
            j += 1
    yield len(base), len(base), len(mine), len(theirs)


def _blocks(base: Tokens, other: Tokens) -> list[Block]:
    blocks: list[Block] = []
    at = to = 0
    for op, run in sequence_diff(base, other):
        if op == "=":
            blocks.append((at, to, len(run)))
        at += len(run) if op != "+" else 0
        to += len(run) if op != "-" else 0
    return blocks


def _joined(chunks: Sequence[Sequence[Tokens]]) -> str:
    out = ""
    for readings in chunks:
        for reading in readings:
            text = "".join(reading)
            # two readings of one place stand beside each other, not run into one word
            if out and text and len(readings) > 1 and not (out[-1].isspace() or text[0].isspace()):
                out += " "
            out += text
    return out
