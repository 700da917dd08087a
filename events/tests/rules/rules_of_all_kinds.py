"""Hypothesis strategies for the texts of recurrence rules."""

from collections.abc import Sequence

from hypothesis import strategies as st

FREQUENCIES = ("HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def either_sign(most: int) -> st.SearchStrategy[int]:
    """1 to `most`, or -`most` to -1."""
    return st.integers(1, most).flatmap(lambda number: st.sampled_from([number, -number]))


def some(items: st.SearchStrategy[int] | st.SearchStrategy[str], most: int = 4) -> st.SearchStrategy[str]:
    """A list of one to `most` different items, as a rule writes it."""
    listed: st.SearchStrategy[list[int | str]] = st.lists(items, min_size=1, max_size=most, unique=True)
    return listed.map(lambda chosen: ",".join(map(str, chosen)))


def numbered_weekdays(most: int) -> st.SearchStrategy[str]:
    """A weekday with a number, such as 2MO or -1FR."""
    return st.tuples(either_sign(most), st.sampled_from(WEEKDAYS)).map(lambda pair: f"{pair[0]}{pair[1]}")


@st.composite
def rules(draw: st.DrawFn, frequencies: Sequence[str] = FREQUENCIES) -> str:
    """A valid rule of any kind, its parts in no particular order; HOURLY ones with a large interval."""
    freq = draw(st.sampled_from(frequencies))
    parts = {"INTERVAL": str(draw(st.integers(5, 40) if freq == "HOURLY" else st.integers(1, 5)))}

    def maybe(part: str, value: st.SearchStrategy[str]) -> None:
        if draw(st.integers(0, 2)) == 0:
            parts[part] = draw(value)

    maybe("BYMONTH", some(st.integers(1, 12), 6))
    if freq == "YEARLY":
        maybe("BYWEEKNO", some(either_sign(53)))
    if freq in ("YEARLY", "HOURLY"):
        maybe("BYYEARDAY", some(either_sign(366), 8))
    if freq != "WEEKLY":
        maybe("BYMONTHDAY", some(either_sign(31), 6))
    weekdays: st.SearchStrategy[str] = st.sampled_from(WEEKDAYS)
    if freq in ("MONTHLY", "YEARLY") and "BYWEEKNO" not in parts:
        weekdays |= numbered_weekdays(5 if freq == "MONTHLY" or "BYMONTH" in parts else 53)
    maybe("BYDAY", some(weekdays, 5))
    maybe("BYHOUR", some(st.integers(0, 23), 3))
    if len(parts) > 1:
        maybe("BYSETPOS", some(either_sign(10), 3))
    maybe("WKST", weekdays if freq == "WEEKLY" else st.sampled_from(WEEKDAYS))
    if draw(st.booleans()):
        maybe("COUNT", st.integers(1, 60).map(str))
    return ";".join(
        f"{part}={value}" for part, value in draw(st.permutations([("FREQ", freq), *parts.items()]))
    )
