"""Measures the import of a large calendar file, and how long others' reads take meanwhile."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import orjson

from bench import processes, report
from bench.calls import IMPORT, IMPORTED, Request, list_of
from bench.load import Failed, ask, connected
from bench.processes import Server
from bench.world import World

TARGET_SECONDS = 60
LONGEST_SECONDS = 150
ALONE_SECONDS = 5
PAUSE = 0.05
BOUNDARY = "5d0c9e0a5a3c4f6c"


def measure_import(world: World, server: Server, database: str) -> report.Import:
    """Imports the file once, while somebody else reads a list of 50, twenty times a second at most.

    Raises `Failed` where not all was created, and `TimeoutError` after `LONGEST_SECONDS`.
    """
    begun = time.monotonic()
    alone = _reads(world, server, lambda: time.monotonic() - begun > ALONE_SECONDS)
    request = import_request(world)
    cpu, database_cpu = server.cpu(), processes.database_cpu(database, server.name)
    with ThreadPoolExecutor(1) as pool, connected(server.port, LONGEST_SECONDS) as connection:
        done = pool.submit(ask, connection, request)
        meanwhile = _reads(world, server, done.done)
        seconds, answered = done.result()
    summary = orjson.loads(answered)["summary"]
    if summary["created"] != IMPORTED:
        raise Failed(f"{IMPORT}: {summary}")
    return report.Import(
        events=IMPORTED,
        seconds=seconds,
        server_cpu=server.cpu() - cpu,
        database_cpu=processes.database_cpu(database, server.name) - database_cpu,
        alone=alone,
        meanwhile=meanwhile,
        target=TARGET_SECONDS,
    )


def import_request(world: World) -> Request:
    """The request of a browser or program that sends the file."""
    data = calendar_file(IMPORTED, datetime.fromisoformat(world.free_from))
    head = (
        f"--{BOUNDARY}\r\n"
        'Content-Disposition: form-data; name="file"; filename="calendar.ics"\r\n'
        "Content-Type: text/calendar\r\n\r\n"
    )
    return Request(
        "POST",
        "/api/v1/import",
        world.importer.token,
        head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
    )


def calendar_file(count: int, first: datetime) -> bytes:
    """An iCalendar file of so many meetings, eight a day; each tenth comes ten times weekly."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//EventHub//bench//EN"]
    for number in range(count):
        day, hour = divmod(number, 8)
        start = first + timedelta(days=day, hours=9 + hour)
        lines += [
            "BEGIN:VEVENT",
            f"UID:meeting-{number}@bench.example.org",
            "DTSTAMP:20260101T000000Z",
            f"DTSTART;TZID=Europe/Lisbon:{start:%Y%m%dT%H%M%S}",
            f"DTEND;TZID=Europe/Lisbon:{start + timedelta(minutes=30):%Y%m%dT%H%M%S}",
            f"SUMMARY:Meeting {number} of the planning group",
            "DESCRIPTION:What was decided last time\\, what is open.",
            "LOCATION:Room 2",
            *(["RRULE:FREQ=WEEKLY;COUNT=10"] if number % 10 == 0 else []),
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _reads(world: World, server: Server, is_over: Callable[[], bool]) -> list[float]:
    """The seconds that each read took; one at least, because those that are waited for count."""
    request = list_of("late")(world, 0)
    found: list[float] = []
    with connected(server.port, LONGEST_SECONDS) as connection:
        while not (found and is_over()):
            found.append(ask(connection, request)[0])
            time.sleep(PAUSE)
    return found
