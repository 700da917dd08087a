"""A change of time as two bars above a scale."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from history.rules.time_bars import WIDTH, Bar, Span, time_bars


def span(day: int, start: float, end: float) -> Span:
    midnight = datetime(2026, 11, day)
    return midnight + timedelta(hours=start), midnight + timedelta(hours=end)


def test_an_hour_later_and_longer() -> None:
    bars = time_bars(span(18, 13, 14), span(18, 14, 15.5))
    assert (bars.before, bars.after) == (Bar(0, 107), Bar(107, 160))
    assert [(tick.x, tick.at.hour) for tick in bars.ticks] == [(0, 13), (107, 14), (213, 15), (320, 16)]
    assert bars.by_day is False


def test_another_day_is_a_scale_of_days() -> None:
    bars = time_bars(span(18, 13, 14), span(22, 13, 14))
    assert [tick.at.day for tick in bars.ticks] == [18, 19, 20, 21, 22, 23]
    assert (bars.by_day, bars.before.width, bars.after.width) == (True, 3, 3)


moments = st.datetimes(datetime(1990, 1, 1), datetime(2190, 1, 1))
lengths = st.timedeltas(timedelta(minutes=1), timedelta(days=400))
spans = st.builds(lambda start, length: (start, start + length), moments, lengths)


@given(spans, spans)
def test_bars_lie_on_the_scale(before: Span, after: Span) -> None:
    bars = time_bars(before, after)
    for bar in (bars.before, bars.after):
        assert 0 <= bar.x < bar.x + bar.width <= WIDTH
    assert (bars.ticks[0].x, bars.ticks[-1].x) == (0, WIDTH)
    assert 2 <= len(bars.ticks) <= 9
