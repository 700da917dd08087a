from datetime import UTC, datetime

from bench.floor_answers import busy, occurrences

NAMES = [
    *(
        "id",
        "title",
        "location",
        "timezone",
        "is_all_day",
        "status",
        "transparency",
        "calendar_id",
        "version",
    ),
    *("rank", "rows"),
]


def at(hour: int) -> datetime:
    return datetime(2031, 3, 10, hour, tzinfo=UTC)


def test_occurrences_of_all_events_come_by_start() -> None:
    rest = ("Meeting", "Room 2", "Europe/Lisbon", False, "confirmed", "opaque", 7, 1, 3)
    rows = [
        (
            1,
            *rest,
            '[["a", "2031-03-10T09:00:00", "2031-03-10T10:00:00"], ["b", "2031-03-12T09:00:00", "x"]]',
        ),
        (2, *rest, '[["c", "2031-03-11T09:00:00", "2031-03-11T10:00:00"]]'),
    ]
    found = occurrences(NAMES, rows)
    assert [(one["event_id"], one["recurrence_id"]) for one in found] == [(1, "a"), (2, "c"), (1, "b")]
    assert found[1] == {
        "event_id": 2,
        "recurrence_id": "c",
        "title": "Meeting",
        "start_time": "2031-03-11T09:00:00",
        "end_time": "2031-03-11T10:00:00",
        "is_all_day": False,
        "timezone": "Europe/Lisbon",
        "location": "Room 2",
        "status": "confirmed",
        "transparency": "opaque",
        "calendar_id": 7,
        "version": 1,
        "my_role": "owner",
        "is_override": False,
    }


def test_busy_time_is_merged_and_clipped() -> None:
    rows = [
        (2, at(9), at(10)),
        (1, at(12), at(13)),
        (1, at(7), at(9)),
        (1, at(8), at(10)),
        (1, at(17), at(20)),
    ]
    assert busy([1, 2, 3], rows, at(8), at(18)) == [
        {
            "user_id": 1,
            "busy": [
                {"start_time": at(8), "end_time": at(10)},
                {"start_time": at(12), "end_time": at(13)},
                {"start_time": at(17), "end_time": at(18)},
            ],
        },
        {"user_id": 2, "busy": [{"start_time": at(9), "end_time": at(10)}]},
        {"user_id": 3, "busy": []},
    ]
