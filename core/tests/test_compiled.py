import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.transaction import TransactionManagementError, atomic

from core.compiled import Compiled, P
from core.compiled.cursors import kept_cursor
from core.compiled.statements import named
from core.tests.agreement import assert_agrees
from core.tests.probe import ALL, MEETINGS, MORNING, PEOPLE, Person, meeting

INTEGER = BigIntegerField()
TEXT = TextField()
OpenConnection = Callable[..., BaseDatabaseWrapper]
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own")


def test_optional_filters_and_page_sizes_are_shapes(ann: Person) -> None:
    for title in "abcd":
        meeting(ann, title, busy=title != "c")

    def build(shape: tuple[frozenset[str], int]) -> QuerySet[Any, Any]:
        names, limit = shape
        rows = MEETINGS.filter(title__gt=P("after", TEXT)) if "after" in names else MEETINGS
        rows = rows.filter(busy=P("busy", BooleanField())) if "busy" in names else rows
        return rows.values_list("title")[:limit]

    compiled = Compiled(build)
    args = {"after": "a", "busy": True}
    assert compiled(args, (frozenset(), 3)) == [("a",), ("b",), ("c",)]
    assert compiled(args, (frozenset({"after"}), 3)) == [("b",), ("c",), ("d",)]
    assert compiled(args, (frozenset({"after", "busy"}), 3)) == [("b",), ("d",)]
    assert compiled(args, (frozenset({"after"}), 1)) == [("b",)]
    with pytest.raises(KeyError, match="busy"):
        compiled({}, (frozenset({"busy"}), 1))


def test_a_shape_is_built_once_until_there_are_too_many(ann: Person) -> None:
    built: list[int] = []

    def build(shape: int) -> QuerySet[Any, Any]:
        built.append(shape)
        return PEOPLE.filter(pk=P("id", INTEGER)).values_list("name")[:shape]

    compiled = Compiled(build, limit=2)
    for shape in (1, 2, 1, 2, 3, 1, 1):
        assert compiled({"id": ann.pk}, shape) == [("Ann",)]
    assert built == [1, 2, 3, 1]


def test_a_queryset_that_cannot_match_asks_nothing(probes: None, django_assert_num_queries: Any) -> None:
    compiled = Compiled(lambda shape: PEOPLE.filter(pk__in=[]).values_list("pk"))
    with django_assert_num_queries(0):
        assert compiled({}) == []
    with pytest.raises(EmptyResultSet):
        compiled.statement()


def test_queries_are_seen_by_those_who_watch(ann: Person, django_assert_num_queries: Any) -> None:
    compiled = Compiled(lambda shape: PEOPLE.filter(name=P("name", TEXT)).values_list("name"))
    with django_assert_num_queries(2) as seen:
        compiled({"name": "Ann"})
        compiled({"name": "it's 100%"})
    assert "it''s 100%" in seen.captured_queries[1]["sql"]
    with connection.execute_wrapper(lambda *args: pytest.fail("asked")), pytest.raises(pytest.fail.Exception):
        compiled({"name": "Ann"})


def test_the_statement_is_what_a_driver_can_run_itself(ann: Person) -> None:
    compiled = Compiled(
        lambda shape: PEOPLE.filter(Q(pk=P("id", INTEGER)) | Q(name="100%")).values_list("name", Value(1))
    )
    sql, constants, slots = compiled.statement()
    assert [(slot.name, slot.many) for _, slot in slots] == [("id", False)]
    assert list(constants.values()) == [1, "100%"]
    params = compiled.statement().parameters({"id": ann.pk})
    if connection.vendor == "postgresql":
        rows = connection.connection.execute(sql, params, prepare=True, binary=True).fetchall()
    else:
        rows = connection.connection.execute(sql % {name: f":{name}" for name in params}, params).fetchall()
    assert rows == [("Ann", 1)]


def test_parameters_share_a_name_only_if_they_mean_the_same() -> None:
    slot = P("x", INTEGER).slot
    long = "x" * 80
    params = [
        1,
        True,
        1.0,
        1,
        slot,
        Decimal("1.0"),
        Decimal("1.00"),
        [1],
        [1],
        "1",
        P("x", INTEGER).slot,
        long,
    ]
    statement = named(" ".join(["%s"] * len(params)) + " %%", params)
    names = ["p0", "p1", "p2", "p0", "p3", "p4", "p5", "p6", "p7", "p8", "p3", "p9"]
    assert statement.sql == " ".join(f"%({name})s" for name in names) + " %%"
    assert statement.slots == (("p3", slot),)
    with pytest.raises(ValueError, match="no parameter"):
        named("%s %s", [1])
    with pytest.raises(ValueError, match="no placeholder"):
        named("%s", [1, 2])


def test_a_numbered_statement_takes_each_parameter_once() -> None:
    slot = P("x", INTEGER).slot
    statement = named("%s = %s AND '%%' = %s OR %s", [slot, 7, "a", slot])
    numbered = statement.numbered()
    assert numbered.sql == "$1 = $2 AND '%' = $3 OR $1"
    assert numbered.parameters({"x": None}, connection) == [None, 7, "a"]


def test_an_argument_that_is_not_given_is_its_default_of_the_moment(ann: Person) -> None:
    wanted = P("name", TEXT, default=lambda: names[-1])
    compiled = Compiled(lambda shape: PEOPLE.filter(name=wanted).values_list("name"))
    names = ["Ben"]
    assert compiled({}) == []
    names.append("Ann")
    assert compiled({}) == [("Ann",)]
    assert compiled({"name": "Ben"}) == []


@pytest.mark.parametrize(
    "queryset",
    [
        PEOPLE.all(),
        PEOPLE.values("pk"),
        PEOPLE.values_list("pk", flat=True),
        PEOPLE.values_list("pk", "name", named=True),
    ],
)
def test_only_tuples_can_be_compiled(queryset: QuerySet[Any, Any]) -> None:
    with pytest.raises(TypeError, match="values_list"):
        Compiled(lambda shape: queryset)({})


def test_a_lookup_that_needs_the_value_itself_is_refused(probes: None) -> None:
    iexact = Compiled(lambda shape: PEOPLE.filter(name__iexact=P("name", TEXT)).values_list("pk"))
    if connection.vendor == "sqlite":
        with pytest.raises(TypeError, match="'name'"):
            iexact({"name": "ann"})
    listed = Compiled(lambda shape: PEOPLE.filter(pk__anyof=P("id", INTEGER)).values_list("pk"))
    with pytest.raises(TypeError, match="many=True"):
        listed({"id": [1]})


@only_postgresql
def test_a_locking_queryset_needs_a_transaction(committed_probes: None) -> None:
    person = Person.objects.create(name="Ann")
    compiled = Compiled(
        lambda shape: PEOPLE.filter(pk=P("id", INTEGER)).select_for_update().values_list("name")
    )
    with atomic():
        assert compiled({"id": person.pk}) == [("Ann",)]
        assert compiled.statement().sql.endswith("FOR UPDATE")
    with pytest.raises(TransactionManagementError):
        compiled({"id": person.pk})


@pytest.mark.parametrize("kind", ["prometheus", "client side binding", "debug"])
def test_any_wrapper_of_the_database_will_do(
    committed_probes: None, open_connection: OpenConnection, kind: str
) -> None:
    ann = Person.objects.create(name="Ann")
    meeting(ann, "Standup", tags=["ü"], day=date(2026, 3, 2))
    if kind == "prometheus":
        name = "postgresql" if connection.vendor == "postgresql" else "sqlite3"
        other = open_connection("other", engine=f"django_prometheus.db.backends.{name}")
    elif connection.vendor == "postgresql":
        other = open_connection("other", server_side_binding=False)
    else:
        other = open_connection("other")
    other.force_debug_cursor = kind == "debug"
    rows = MEETINGS.filter(title__icontains="STAND").values_list(*ALL)
    compiled = Compiled(lambda shape: MEETINGS.filter(title__icontains=P("q", TEXT)).values_list(*ALL))
    assert len(assert_agrees(compiled, {"q": "STAND"}, rows, using="other")) == 1


def test_threads_share_the_plans(committed_probes: None) -> None:
    people = [Person.objects.create(name=f"p{number}") for number in range(8)]
    for person in people:
        meeting(person, person.name, tags=[person.name])
    compiled = Compiled(
        lambda shape: MEETINGS.filter(owner=P("o", INTEGER)).values_list("title", "starts_at", "tags")
    )
    wrong: list[Any] = []

    def ask(person: Person) -> None:
        try:
            for _ in range(30):
                rows = compiled({"o": person.pk})
                if rows != [(person.name, MORNING, [person.name])]:
                    wrong.append(rows)
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@only_postgresql
def test_a_connection_keeps_one_cursor_for_all_statements(ann: Person) -> None:
    by_name = Compiled(lambda shape: PEOPLE.filter(name=P("name", TEXT)).values_list("pk"))
    by_id = Compiled(lambda shape: PEOPLE.filter(pk=P("id", INTEGER)).values_list("name"))
    for _ in range(2):  # the first run finds out the types
        assert by_name({"name": "Ann"}) == [(ann.pk,)]
        assert by_id({"id": ann.pk}) == [("Ann",)]
    kept = kept_cursor(connection)
    assert by_name({"name": "Ann"}) == [(ann.pk,)]
    assert kept_cursor(connection) is kept


@only_postgresql
def test_a_changed_column_is_noticed_and_the_statement_prepared_again(
    committed_probes: None, open_connection: OpenConnection
) -> None:
    ann = Person.objects.create(name="Ann")
    compiled = Compiled(lambda shape: PEOPLE.filter(pk=P("id", INTEGER)).values_list("name"))
    for _ in range(8):
        assert compiled({"id": ann.pk}) == [("Ann",)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%probe_person%%'")
        assert cursor.fetchone()[0] >= 1
    other = open_connection("migration")
    with other.cursor() as cursor:
        cursor.execute("ALTER TABLE probe_person ALTER COLUMN name TYPE text")
    try:
        assert compiled({"id": ann.pk}) == [("Ann",)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE probe_person ALTER COLUMN name TYPE varchar(20)")


@only_postgresql
def test_numbers_of_any_size_and_lists_of_any_length_are_one_prepared_statement(probes: None) -> None:
    args = P("ids", INTEGER, many=True)
    compiled = Compiled(
        lambda shape: PEOPLE.filter(Q(pk=P("id", INTEGER)) | Q(pk__anyof=args)).values_list("name", "pk")
    )
    for number in (1, 2**14, 2**20, 2**40, 2**62):
        for _ in range(6):
            compiled({"id": number, "ids": [number] * 3})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%ANY(%%'")
        assert cursor.fetchone()[0] == 1
