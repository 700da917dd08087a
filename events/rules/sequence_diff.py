"""How one sequence of tokens becomes another, and which tokens of a text people see as words."""

import re
import time
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, Literal, TypeAlias

from diff_match_patch import diff_match_patch

Op: TypeAlias = Literal["=", "-", "+"]

# More than this is replaced whole: a diff of it would say nothing to a person, and each distinct token needs
# a character of its own in the two private planes of Unicode, which have 131,072.
_MOST_TOKENS: Final = 40_000
_FIRST_CODE: Final = 0xF0000
_OPS: Final[dict[int, Op]] = {-1: "-", 0: "=", 1: "+"}

# Scripts written without spaces: each character, with the marks upon it, counts as a word.
_UNSPACED: Final = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Myanmar, Khmer
    "\u3005-\u3007\u3041-\u30ff\u3100-\u312f\u31f0-\u31ff\uff66-\uff9f"  # kana, bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_MARKS: Final = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u17dd\u3099\u309a\uff9e\uff9f"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # variation selectors
)
# Whatever is neither space nor punctuation belongs to a word, marks and joiners included: `\w` would cut the
# words of many scripts apart at their vowel signs.
_LETTER: Final = rf"[^\s!-/:-@\[-^`{{-~\xa1-\xbf\u2010-\u206f\u3000-\u303f\uff01-\uff0f{_UNSPACED}]"
_TOKEN: Final = re.compile(rf"{_LETTER}+(?:['\u2019]{_LETTER}+)*|[{_UNSPACED}][{_MARKS}]*|\r?\n|[\s\S]")


def words_of(text: str) -> list[str]:
    """The words of a text, no character lost: spaces and punctuation are words of their own, and so is each
    character of a script without spaces.
    """
    return _TOKEN.findall(text)


def sequence_diff(
    a: Sequence[str], b: Sequence[str], *, timeout: float = 0.5, readable: bool = False
) -> list[tuple[Op, list[str]]]:
    """How one list of tokens becomes the other, as runs of tokens; the bounds are those of `word_diff`.

    Between two kept runs stands at most one "-" and then one "+". With `readable`, short kept runs between
    long changes are given up.
    """
    head = _common(a, b)
    rest_a, rest_b = a[head:], b[head:]
    tail = _common(rest_a[::-1], rest_b[::-1])
    middle_a, middle_b = rest_a[: len(rest_a) - tail], rest_b[: len(rest_b) - tail]
    runs: list[tuple[Op, list[str]]] = [("=", list(a[:head]))]
    if len(middle_a) + len(middle_b) > _MOST_TOKENS:
        runs += [("-", list(middle_a)), ("+", list(middle_b))]
    else:
        runs += _coded_diff(middle_a, middle_b, timeout, readable=readable)
    runs.append(("=", list(rest_a[len(rest_a) - tail :])))
    return _normal(runs)


def _coded_diff(
    a: Sequence[str], b: Sequence[str], timeout: float, *, readable: bool
) -> list[tuple[Op, list[str]]]:
    """Diff with one character for each distinct token, as diff-match-patch does with lines."""
    codes: dict[str, str] = {}
    for token in (*a, *b):
        codes.setdefault(token, chr(_FIRST_CODE + len(codes)))
    tokens = {code: token for token, code in codes.items()}
    engine = diff_match_patch()
    # Its search for a common half, on by a timeout of its own, takes quadratic time that no deadline bounds.
    engine.Diff_Timeout = 0
    diffs = engine.diff_main(
        "".join(codes[token] for token in a),
        "".join(codes[token] for token in b),
        False,
        time.time() + timeout,
    )
    if readable:
        engine.diff_cleanupSemantic(diffs)
    return [(_OPS[op], [tokens[code] for code in text]) for op, text in diffs]


def _normal(runs: Iterable[tuple[Op, list[str]]]) -> list[tuple[Op, list[str]]]:
    """The same diff, what stands between two kept runs gathered into one "-" and one "+", no run empty."""
    result: list[tuple[Op, list[str]]] = []
    for kept, group in groupby((run for run in runs if run[1]), key=lambda run: run[0] == "="):
        members = list(group)
        ops: tuple[Op, ...] = ("=",) if kept else ("-", "+")
        for op in ops:
            tokens = [token for its_op, run in members if its_op == op for token in run]
            if tokens:
                result.append((op, tokens))
    return result


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    """How many tokens the two share from their beginning."""
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count
