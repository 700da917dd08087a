from datetime import UTC, datetime

from bench.importing import calendar_file
from feeds.rules.read_file import read_file


def test_the_file_has_so_many_events_that_all_can_be_read() -> None:
    first = datetime(2031, 3, 10, tzinfo=UTC)
    file = read_file(calendar_file(20, first), timezone="UTC", now=datetime(2031, 1, 1))
    uids = [event.series.uid for event in file.events]
    assert len(set(uids)) == len(uids) == 20


def test_two_meetings_do_not_begin_at_the_same_time() -> None:
    text = calendar_file(100, datetime(2031, 3, 10, tzinfo=UTC)).decode()
    starts = [line for line in text.split("\r\n") if line.startswith("DTSTART")]
    assert len(set(starts)) == len(starts) == 100
