from datetime import UTC, datetime

import pytest

from bench.calls import CALLS, month_after


@pytest.mark.parametrize(
    ("day", "begin", "end"),
    [
        ((2031, 1, 1), (2031, 2, 1), (2031, 3, 1)),
        ((2031, 1, 31), (2031, 2, 1), (2031, 3, 1)),
        ((2031, 12, 5), (2032, 1, 1), (2032, 2, 1)),
    ],
)
def test_the_month_after(
    day: tuple[int, int, int], begin: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    assert month_after(datetime(*day, tzinfo=UTC)) == (
        datetime(*begin, tzinfo=UTC),
        datetime(*end, tzinfo=UTC),
    )


def test_calls_are_told_by_their_names() -> None:
    assert len({call.name for call in CALLS}) == len(CALLS)
