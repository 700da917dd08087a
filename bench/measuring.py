"""Measures a call of the server beside its floor, in rounds that alternate."""

from collections.abc import Sequence
from typing import NamedTuple

from bench import processes, report
from bench.calls import Call
from bench.load import Load
from bench.processes import Server

WARM_UP_SECONDS = 0.5


class Side(NamedTuple):
    """A call, and who answers it."""

    server: Server
    call: Call


def measure(
    sides: Sequence[Side], connections: int, rounds: int, seconds: float, load: Load, database: str
) -> list[report.Measured]:
    """The rounds of each side, taken in turn, after each has prepared its statements."""
    for side in sides:
        load.run(side.call, side.server, connections, WARM_UP_SECONDS)
    measured: list[list[report.Round]] = [[] for _ in sides]
    for _ in range(rounds):
        for side, its in zip(sides, measured, strict=True):
            its.append(_round(side, connections, seconds, load, database))
    return [report.Measured(each) for each in measured]


def _round(side: Side, connections: int, seconds: float, load: Load, database: str) -> report.Round:
    server = side.server
    cpu, database_cpu = server.cpu(), processes.database_cpu(database, server.name)
    result = load.run(side.call, server, connections, seconds)
    return report.Round(
        seconds=result.seconds,
        latencies=result.latencies,
        server_cpu=server.cpu() - cpu,
        database_cpu=processes.database_cpu(database, server.name) - database_cpu,
    )
