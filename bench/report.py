"""The table of a run: each call beside its floor."""

import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.calls import WITHOUT_EVENTS, Call


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

    @property
    def cpu(self) -> float:
        """Seconds a request, of server and database."""
        return (self.server_cpu + self.database_cpu) / len(self.latencies)


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
    """One call at one number of connections, with the statements that it takes."""

    call: Call
    connections: int
    queries: int
    server: Measured
    floor: Measured

    @property
    def ratio(self) -> float:
        """The server's rate by the floor's: the median over the rounds, each beside its own neighbour."""
        return statistics.median(server.rate / floor.rate for server, floor in self._pairs)

    @property
    def cpu_ratio(self) -> float:
        """The floor's CPU by the server's, the database's included, for one request; taken as `ratio` is.

        Unlike the rates it says the same where load, server and database compete for the cores.
        """
        return statistics.median(floor.cpu / server.cpu for server, floor in self._pairs)

    @property
    def target(self) -> float | None:
        """The ratio to reach: one is set for many connections."""
        return self.call.target if self.connections > 1 else None

    @property
    def missed(self) -> list[str]:
        """A sentence for each target that was not reached."""
        call, said = self.call, f"{self.call.name} at {self.connections} connections"
        cpu = self.server.server_cpu
        sentences = []
        if self.target is not None and self.ratio < self.target:
            sentences.append(f"{said}: {self.ratio:.2f} of the floor, not {self.target}")
        if call.cpu is not None and cpu > call.cpu:
            sentences.append(f"{said}: {cpu:.0f} ms of CPU, not {call.cpu:.0f}")
        if call.queries is not None and self.queries > call.queries:
            sentences.append(f"{said}: {self.queries} queries, not {call.queries}")
        return sentences

    @property
    def _pairs(self) -> Iterable[tuple[Round, Round]]:
        return zip(self.server.rounds, self.floor.rounds, strict=True)


@dataclass(frozen=True, slots=True)
class Import:
    """An import of so many events in one request, with the seconds that reads took before and meanwhile."""

    events: int
    seconds: float
    server_cpu: float
    database_cpu: float
    alone: Sequence[float]
    meanwhile: Sequence[float]
    target: float

    @property
    def missed(self) -> list[str]:
        """A sentence where it took too long."""
        sentence = f"import of {self.events:,}: {self.seconds:.0f} s, not {self.target:.0f}"
        return [sentence] if self.seconds > self.target else []


HEAD = (
    "| call | connections | requests/s | p50 ms | p95 ms | server CPU ms | database CPU ms | queries"
    " | floor requests/s | floor CPU ms | ratio | CPU ratio | target |"
)
HEAD_OF_IMPORT = (
    "| events | seconds | events/s | server CPU s | database CPU s | reads meanwhile: p50 ms | p95 ms"
    " | reads alone: p50 ms | p95 ms | ratio of p50 | target |"
)


def head(titles: str = HEAD) -> str:
    """The first two lines of a table, in Markdown."""
    return f"{titles}\n|---|{'---:|' * (titles.count('|') - 2)}"


def row(line: Line) -> str:
    """One line of the table."""
    call = line.call
    limits = (
        "" if line.target is None else f"{line.target}",
        "" if call.cpu is None else f"{call.cpu:.0f} ms",
        "" if call.queries is None else f"{call.queries} queries",
    )
    return _cells(
        call.name,
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
        f"{line.cpu_ratio:.2f}",
        ", ".join(filter(None, limits)) + (" missed" if line.missed else ""),
    )


def row_of_import(done: Import) -> str:
    """The line of the import's own table."""
    meanwhile, alone = (
        [1000 * _quantile(reads, share) for share in (0.5, 0.95)] for reads in (done.meanwhile, done.alone)
    )
    return _cells(
        f"{done.events:,}",
        f"{done.seconds:.1f}",
        f"{done.events / done.seconds:,.0f}",
        f"{done.server_cpu:.1f}",
        f"{done.database_cpu:.1f}",
        *(f"{value:.1f}" for value in (*meanwhile, *alone)),
        f"{meanwhile[0] / alone[0]:.1f}",
        f"{done.target:.0f} s{' missed' if done.missed else ''}",
    )


def _cells(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def unequal(lines: Iterable[Line]) -> list[str]:
    """A sentence where a page takes more statements for many events than for few.

    Where there are none, it looks once more, whether to offer examples.
    """
    counts = {line.call.name: line.queries for line in lines if line.call.is_page}
    counts.pop(WITHOUT_EVENTS, None)
    if len(set(counts.values())) < 2:
        return []
    return [f"pages differ in queries: {', '.join(f'{name} {count}' for name, count in counts.items())}"]


def machine() -> str:
    """What the figures were measured on, in a few words."""
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = names[0].partition(":")[2].strip() if names else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores ({model}), {memory:.0f} GiB, Python {platform.python_version()}"


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
