"""The changes of an event as a fragment of HTML, for people with and without sight of colours."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from events.rules.sequence_diff import Op
from history.rules.diff import TEXT_FIELDS, Change, word_diff
from history.rules.diff_text import value_lines
from history.rules.field_names import name_of

_MARKS: Final = {"-": ("del", "removed"), "+": ("ins", "added")}


def html(changes: Mapping[str, Change], said: Mapping[str, tuple[str, str]] | None = None) -> str:
    """A table with a row for each changed field, old and new marked by `<del>` and `<ins>` and said in words.

    Texts are compared word by word, lists and objects entry by entry. Everything that comes from the event is
    escaped; there is no style and no script. A field in `said` is shown by these words, before and after,
    instead of its values. Classes: `diff` on the whole, `diff-<change type>` on rows,
    `diff-<field>` on cells, and `vh` on what only a screen reader says.
    """
    if not changes:
        return '<p class="diff diff-none">Nothing changed.</p>'
    rows = "".join(_row(field, change, (said or {}).get(field)) for field, change in changes.items())
    return (
        '<table class="diff"><caption class="vh">Changed fields, old and new values</caption>'
        '<thead class="vh"><tr><th scope="col">Field</th><th scope="col">Change</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _row(field: str, change: Change, said: tuple[str, str] | None) -> str:
    name = name_of(field)
    return (
        f'<tr class="diff-{change.change_type}"><th scope="row">{escape(name[:1].upper() + name[1:])}</th>'
        f'<td class="diff-{escape(field)}" dir="auto">{_cell(field, change, said)}</td></tr>'
    )


def _cell(field: str, change: Change, said: tuple[str, str] | None) -> str:
    before, after = said or (change.before, change.after)
    runs: list[tuple[Op, str]]
    if (said or field in TEXT_FIELDS) and _are((str,), before, after):
        runs, between = word_diff(before or "", after or ""), ""
    elif _are((list, tuple, Mapping), before, after):
        runs, between = list(_entries(before, after)), "<br>"
    else:
        runs, between = [("-", _scalar(before)), ("+", _scalar(after))], " "
    shown = [_run(op, text) for op, text in runs if text]
    if shown:
        return between.join(shown)
    # The values differ in nothing that could be marked: in the order of their entries, or in how they are
    # empty.
    return f"{_run('-', _scalar(before) or '(empty)')} {_run('+', _scalar(after) or '(empty)')}"


def _are(types: tuple[type, ...], *values: Any) -> bool:
    """Whether all the values that are there are of these types."""
    return all(value is None or isinstance(value, types) for value in values)


def _entries(before: Any, after: Any) -> Iterator[tuple[Op, str]]:
    """The entries taken out, then those put in; what both have is left out."""
    old = value_lines(before) if before else []
    new = value_lines(after) if after else []
    in_old, in_new = frozenset(old), frozenset(new)
    yield from (("-", line.removeprefix("- ")) for line in old if line not in in_new)
    yield from (("+", line.removeprefix("- ")) for line in new if line not in in_old)


def _scalar(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else "\n".join(value_lines(value))


def _run(op: Op, text: str) -> str:
    """One run of text, with its edge spaces outside the mark, which would colour them."""
    if op == "=":
        return _with_breaks(text)
    inner = text.strip()
    if not inner:
        # A change of spaces alone has to show: signs stand for them, and the new ones follow for real.
        return _marked(op, _visible(text)) + (_with_breaks(text) if op == "+" else "")
    begin = text.index(inner)
    end = begin + len(inner)
    return _with_breaks(text[:begin]) + _marked(op, _with_breaks(inner)) + _with_breaks(text[end:])


def _marked(op: Op, inner: str) -> str:
    tag, word = _MARKS[op]
    # Its own direction keeps the word out of what `dir=auto` of the cell goes by.
    return f'<{tag}><span class="vh" dir="ltr">{word}: </span>{inner}</{tag}>'


def _visible(spaces: str) -> str:
    lines = spaces.replace("\r\n", "\n")
    return "".join({"\n": "↵", "\t": "⇥"}.get(space, "␣") for space in lines)


def _with_breaks(text: str) -> str:
    return escape(text.replace("\r\n", "\n")).replace("\n", "<br>")
