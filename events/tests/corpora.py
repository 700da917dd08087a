"""Recurrence cases of other implementations, and how EventHub does on them: `python -m events.tests.corpora`.

The cases are test data that is no part of the product; they lie beside the repository where there are any.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from core.errors import Invalid
from events.rules.recurrence import Series, canonical_rrule, expand

Case = dict[str, Any]
Verdict = Literal["agree", "differ on purpose", "refused on purpose", "differ"]

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "corpora"
ICAL_JS = FOLDER / "recurrence-icaljs.json"

# EventHub refuses rules by the second or minute (ADR 7).
REFUSED = {"FREQ=SECONDLY;INTERVAL=3;COUNT=3", "FREQ=MINUTELY;INTERVAL=3;COUNT=3"}

# ical.js takes a start that matches all but BYSETPOS for an instance and counts it; elsewhere in the corpus,
# and in EventHub, a start that the rule does not match does not count towards COUNT. So there is one more.
START_COUNTED = {
    "FREQ=MONTHLY;BYSETPOS=-1;BYDAY=SU,MO,TU,WE,TH,FR,SA;INTERVAL=1;COUNT=4": "20160430",
    "FREQ=MONTHLY;BYSETPOS=2;BYDAY=SU,MO,TU,WE,TH,FR,SA;INTERVAL=1;COUNT=4": "20160402",
}


def cases(corpus: Path = ICAL_JS) -> list[Case]:
    """The cases of a corpus; none where it is not there."""
    return list(json.loads(corpus.read_text())) if corpus.exists() else []


def found_instances(case: Case) -> list[str]:
    """What EventHub makes of a case, in the spelling of its `dates`: all instances, or as many as it lists.

    The start is left out where the rule does not match it, because the cases leave it out too. Raises Invalid
    for a rule that EventHub refuses.
    """
    dtstart, dates = case["dtstart"].rstrip("Z"), expected_instances(case)
    is_all_day = len(dtstart) == 8
    form = "%Y%m%d" if is_all_day else "%Y%m%dT%H%M%S"
    start = datetime.strptime(dtstart, form)
    rrule = canonical_rrule(case["rrule"], start=start, tz="UTC", is_all_day=is_all_day)
    series = Series(start, start + timedelta(days=1), "UTC", is_all_day, rrule, {})
    before = None if case["finite"] else datetime(2100, 1, 1, tzinfo=UTC)
    found = [one.start_at.strftime(form) for one in expand(series, None, before, limit=len(dates) + 2)]
    if found[:1] == [dtstart] and dates[:1] != [dtstart]:
        found.pop(0)
    return found if case["finite"] else found[: len(dates)]


def expected_instances(case: Case) -> list[str]:
    """What the other implementation makes of it."""
    return [date.rstrip("Z") for date in case["dates"]]


def verdict(case: Case) -> Verdict:
    """Whether both agree; if not, whether that is meant."""
    try:
        found, expected = found_instances(case), expected_instances(case)
    except Invalid:
        return "refused on purpose" if case["rrule"] in REFUSED else "differ"
    if found == expected:
        return "agree"
    one_more = START_COUNTED.get(case["rrule"])
    return "differ on purpose" if one_more and found == [*expected, one_more] else "differ"


def score(corpus: Iterable[Case]) -> Counter[Verdict]:
    """How often each verdict is given."""
    return Counter(verdict(case) for case in corpus)


def main() -> int:
    """Writes a line for each corpus; 1 where a case differs that should not."""
    differ = 0
    for corpus in sorted(FOLDER.glob("recurrence-*.json")):
        known = cases(corpus)
        counts = score(known)
        differ += counts["differ"]
        told = ", ".join(f"{counts[each]} {each}" for each in _SAID if counts[each])
        sys.stdout.write(f"score {corpus.stem.removeprefix('recurrence-')}: {len(known)} cases: {told}\n")
    return 1 if differ else 0


_SAID: tuple[Verdict, ...] = ("agree", "differ on purpose", "refused on purpose", "differ")

if __name__ == "__main__":
    sys.exit(main())
