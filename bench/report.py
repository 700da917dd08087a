"""The table of a run: each call beside its floor."""

import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Round:
    """One measurement: requests, seconds, what each took, and the CPU of server and database in seconds."""

    seconds: float
    latencies: Sequence[float]
    server_cpu: float
    database_cpu: float

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds


@dataclass(frozen=True, slots=True)
class Measured:
    """The rounds of one call of the server or of the floor; every figure is the median of the rounds."""

    rounds: Sequence[Round]

    @property
    def rate(self) -> float:
        return statistics.median(each.rate for each in self.rounds)

    def quantile(self, share: float) -> float:
        """Milliseconds that this share of the requests took at most."""
        return 1000 * statistics.median(_quantile(each.latencies, share) for each in self.rounds)

    @property
    def server_cpu(self) -> float:
        """Milliseconds a request."""
        return 1000 * statistics.median(each.server_cpu / len(each.latencies) for each in self.rounds)

    @property
    def database_cpu(self) -> float:
        """Milliseconds a request."""
        return 1000 * statistics.median(each.database_cpu / len(each.latencies) for each in self.rounds)


@dataclass(frozen=True, slots=True)
class Line:
    """One call at one number of connections; `target` is the ratio to reach, None where there is none."""

    call: str
    connections: int
    queries: int
    server: Measured
    floor: Measured
    target: float | None

    @property
    def ratio(self) -> float:
        """The server's rate by the floor's: the median over the rounds, each beside its own neighbour."""
        pairs = zip(self.server.rounds, self.floor.rounds, strict=True)
        return statistics.median(server.rate / floor.rate for server, floor in pairs)

    @property
    def is_missed(self) -> bool:
        return self.target is not None and self.ratio < self.target


HEAD = (
    "| call | connections | requests/s | p50 ms | p95 ms | server CPU ms | database CPU ms | queries"
    " | floor requests/s | floor CPU ms | ratio | target |"
)


def head() -> str:
    """The first two lines of the table, in Markdown."""
    return f"{HEAD}\n|---|{'---:|' * (HEAD.count('|') - 2)}"


def row(line: Line) -> str:
    """One line of the table."""
    cells = (
        line.call,
        line.connections,
        f"{line.server.rate:,.0f}",
        f"{line.server.quantile(0.5):.1f}",
        f"{line.server.quantile(0.95):.1f}",
        f"{line.server.server_cpu:.2f}",
        f"{line.server.database_cpu:.2f}",
        line.queries,
        f"{line.floor.rate:,.0f}",
        f"{line.floor.server_cpu:.2f} + {line.floor.database_cpu:.2f}",
        f"{line.ratio:.2f}",
        "" if line.target is None else f"{line.target}{' missed' if line.is_missed else ''}",
    )
    return f"| {' | '.join(map(str, cells))} |"


def machine() -> str:
    """What the figures were measured on, in a few words."""
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = names[0].partition(":")[2].strip() if names else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores ({model}), {memory:.0f} GiB, Python {platform.python_version()}"


def missed(lines: Iterable[Line]) -> list[str]:
    """A sentence for each target that was not reached."""
    return [
        f"{line.call} at {line.connections} connections: {line.ratio:.2f} of the floor, not {line.target}"
        for line in lines
        if line.is_missed
    ]


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
