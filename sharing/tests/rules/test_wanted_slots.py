"""What may be looked for as a common time, and what is found."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from core.errors import Invalid
from events.rules.overlap import Span
from sharing.changes import WantedSlot
from sharing.rules.wanted_slots import free_slots, refuse_faults, slot_faults, window_faults

FRIDAY = datetime(2031, 3, 14, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WANTED = WantedSlot(
    after=FRIDAY,
    before=FRIDAY + 4 * DAY,
    length=HOUR,
    timezone="UTC",
    day_start=time(9),
    day_end=time(12),
)


def test_without_weekends_slots_go_on_on_monday() -> None:
    slots = free_slots([Span(FRIDAY + 10 * HOUR, FRIDAY + 12 * HOUR)], replace(WANTED, weekends=False))
    assert [slot.start_at for slot in slots] == [
        FRIDAY + 9 * HOUR,
        *(FRIDAY + 3 * DAY + hour * HOUR for hour in (9, 10, 11)),
    ]


def test_weekends_are_those_of_the_zone() -> None:
    """Sunday ends in Samoa when it is Monday noon elsewhere."""
    wanted = replace(
        WANTED, weekends=False, timezone="Pacific/Pago_Pago", day_start=time(0), day_end=time(23)
    )
    before = Span(FRIDAY, FRIDAY + DAY + 11 * HOUR)
    assert free_slots([before], wanted)[0].start_at == FRIDAY + 3 * DAY + 11 * HOUR


def test_what_is_wrong_is_named_by_field() -> None:
    assert [fault.code for fault in window_faults(FRIDAY, FRIDAY)] == ["range_empty"]
    assert [fault.code for fault in window_faults(FRIDAY, FRIDAY + 63 * DAY)] == ["range_too_long"]
    backwards = slot_faults(replace(WANTED, day_end=time(9), length=timedelta(0)), within_a_day=True)
    assert [(fault.field, fault.code) for fault in backwards] == [
        ("within.end", "end_before_start"),
        ("duration", "out_of_range"),
    ]
    long = replace(WANTED, length=4 * HOUR)
    assert [fault.code for fault in slot_faults(long, within_a_day=True)] == ["too_long"]
    assert slot_faults(long, within_a_day=False) == []


def test_faults_are_raised_together() -> None:
    refuse_faults([])
    with pytest.raises(Invalid) as refusal:
        refuse_faults([*window_faults(FRIDAY, FRIDAY), *window_faults(FRIDAY, FRIDAY + 63 * DAY)])
    assert [fault.code for fault in refusal.value.faults] == ["range_empty", "range_too_long"]
