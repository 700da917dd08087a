from dataclasses import replace

from bench.calls import WITHOUT_EVENTS, Call, Request
from bench.report import (
    HEAD,
    HEAD_OF_IMPORT,
    Import,
    Line,
    Measured,
    Round,
    head,
    row,
    row_of_import,
    unequal,
)
from bench.world import World


def nothing(world: World, n: int) -> Request:
    return Request("GET", "/", None)


def measured(*rounds: tuple[int, float]) -> Measured:
    """A round of two seconds for each pair: requests, and seconds of CPU, a quarter of it the database's."""
    return Measured(
        [
            Round(seconds=2, latencies=[0.01] * count, server_cpu=cpu * 3 / 4, database_cpu=cpu / 4)
            for count, cpu in rounds
        ]
    )


CALL = Call("list", "list", nothing, target=0.6)
LINE = Line(CALL, 16, 2, server=measured((100, 1), (200, 2)), floor=measured((200, 1), (400, 2)))
PAGE = Call("page", "", nothing, cpu=60, queries=6)


def test_ratios_are_medians_over_rounds_that_are_neighbours() -> None:
    line = replace(
        LINE, server=measured((100, 1), (200, 1), (50, 1)), floor=measured((200, 1), (200, 1), (200, 1))
    )
    assert line.ratio == 0.5
    assert line.cpu_ratio == 0.5


def test_the_ratio_of_cpu_counts_server_and_database_for_one_request() -> None:
    line = replace(LINE, server=measured((100, 1)), floor=measured((300, 1.5)))
    assert line.cpu_ratio == 0.5


def test_a_row_has_a_cell_for_each_column() -> None:
    cells = row(LINE).split(" | ")
    assert cells == [
        *("| list", "16", "75", "10.0", "10.0", "7.50", "2.50", "2"),
        *("150", "3.75 + 1.25", "0.50", "0.50", "0.6 missed |"),
    ]
    assert len(cells) == HEAD.count("|") - 1
    assert head().splitlines()[1].count("|") == HEAD.count("|")


def test_a_target_is_for_many_connections() -> None:
    assert LINE.missed == ["list at 16 connections: 0.50 of the floor, not 0.6"]
    assert replace(LINE, connections=1).missed == []


def test_a_target_that_is_reached_is_not_missed() -> None:
    assert replace(LINE, call=replace(CALL, target=0.5)).missed == []


def test_a_page_may_need_so_much_cpu_and_so_many_queries() -> None:
    line = Line(PAGE, 1, 7, server=measured((10, 1)), floor=measured((20, 1)))
    assert line.missed == [
        "page at 1 connections: 75 ms of CPU, not 60",
        "page at 1 connections: 7 queries, not 6",
    ]
    assert row(line).split(" | ")[-1] == "60 ms, 6 queries missed |"


def test_pages_of_the_same_kind_take_the_same_queries() -> None:
    few, many = (replace(LINE, call=replace(PAGE, name=name), queries=4) for name in ("few", "many"))
    assert unequal([LINE, few, many]) == []
    none = replace(few, call=replace(few.call, name=WITHOUT_EVENTS), queries=6)
    assert unequal([LINE, none, few, many]) == []
    assert unequal([LINE, few, replace(many, queries=5)]) == ["pages differ in queries: few 4, many 5"]


def test_an_import_has_a_table_of_its_own() -> None:
    done = Import(
        events=10_000,
        seconds=40,
        server_cpu=30,
        database_cpu=8,
        alone=[0.001, 0.002, 0.003],
        meanwhile=[0.002, 0.004, 0.009],
        target=60,
    )
    cells = row_of_import(done).split(" | ")
    assert cells == [*("| 10,000", "40.0", "250", "30.0", "8.0", "4.0", "9.0", "2.0", "3.0", "2.0", "60 s |")]
    assert len(cells) == HEAD_OF_IMPORT.count("|") - 1
    assert done.missed == []
    assert replace(done, seconds=61).missed == ["import of 10,000: 61 s, not 60"]
