"""That a compiled queryset finds what the ORM finds, for what Django lets an argument stand in."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    DecimalField,
    Exists,
    F,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Subquery,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Lower, TruncMonth
from django.db.transaction import atomic
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.compiled import Compiled, P
from core.tests.agreement import assert_agrees
from core.tests.probe import ALL, MEETINGS, MORNING, PEOPLE, Grant, Meeting, Person, meeting

INTEGER = BigIntegerField()
TEXT = TextField()
MONTH = datetime(2026, 3, 1, tzinfo=UTC)


def both(build: Callable[..., QuerySet[Any, Any]], **args: Any) -> list[tuple[Any, ...]]:
    """The rows of `build(value, expression)`, which must be the same with arguments and with plain values."""
    compiled = Compiled(lambda shape: build(P, P))
    plain = build(
        lambda name, field, many=False: args[name],
        lambda name, field: Value(args[name], output_field=field),
    )
    return assert_agrees(compiled, args, plain)


def test_every_kind_of_column_comes_back_as_from_the_orm(ann: Person) -> None:
    full = meeting(
        ann,
        "Standup",
        notes="ünï\n'quoted'",
        day=date(2026, 3, 2),
        lasts=timedelta(days=-1, microseconds=5),
        busy=False,
        seats=12,
        tags=["a", {"b": [1, None, True, "ü"]}],
        price=Decimal("10.50"),
        token=uuid.UUID(int=7),
        address="2001:db8::1",
        starts_at=MORNING.replace(microsecond=123456),
    )
    bare = meeting(ann, "")
    rows = both(lambda v, e: MEETINGS.filter(owner=v("o", INTEGER)).values_list(*ALL), o=ann.pk)
    assert [row[0] for row in rows] == [full.pk, bare.pk]


@pytest.mark.parametrize(
    ("column", "field", "value", "other"),
    [
        ("pk", INTEGER, 5, 6),
        ("owner", Meeting._meta.get_field("owner"), 1, 2),
        ("owner_id", INTEGER, 1, 2),
        ("title", CharField(max_length=3), "Standup", "Sta"),
        ("notes", TEXT, "100%\\_'\"", "100x"),
        ("starts_at", DateTimeField(), MORNING, MORNING + timedelta(microseconds=1)),
        ("day", DateField(), date(2026, 3, 2), date(2026, 3, 3)),
        ("busy", BooleanField(), True, False),
        ("seats", SmallIntegerField(), 3, 2**40),
        ("tags", JSONField(), ["ü", {"a": None}], []),
        ("price", DecimalField(max_digits=6, decimal_places=2), Decimal("1.50"), Decimal("1.51")),
        ("token", UUIDField(), uuid.UUID(int=7), uuid.UUID(int=8)),
    ],
)
def test_equality_finds_what_the_orm_finds(
    ann: Person, column: str, field: Any, value: Any, other: Any
) -> None:
    Person.objects.bulk_create([Person(pk=1, name="a"), Person(pk=2, name="b")], ignore_conflicts=True)
    stored = {"pk": 5, "owner_id": 1, "title": "Standup", "notes": "100%\\_'\"", "starts_at": MORNING}
    stored |= {"day": date(2026, 3, 2), "seats": 3, "tags": ["ü", {"a": None}], "token": uuid.UUID(int=7)}
    Meeting.objects.create(**stored, price=Decimal("1.50"))

    def build(v: Any, e: Any) -> Any:
        return MEETINGS.filter(**{column: v("x", field)}).values_list("pk")

    assert both(build, x=value) == [(5,)]
    assert both(build, x=other) == []


def test_none_equals_nothing_and_compares_with_nothing(ann: Person) -> None:
    meeting(ann, "Standup")
    compiled = Compiled(lambda shape: MEETINGS.filter(seats=P("seats", INTEGER)).values_list("pk"))
    assert compiled({"seats": None}) == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(needle=st.text(st.sampled_from("aAüÜßé%_\\'\"{}:$é😀 "), max_size=4))
@example("%%s")
@example("%(p0)s")
@pytest.mark.parametrize("lookup", ["icontains", "contains", "startswith", "iendswith"])
def test_pattern_lookups_take_wildcards_literally(ann: Person, lookup: str, needle: str) -> None:
    with atomic():
        for title in ("", "aA", "ÜBER ü", "50%", "a_b", "c\\d", "it's {} :x $1", "%%s %(p0)s", "ß😀", needle):
            meeting(ann, title)

        def build(v: Any, e: Any) -> Any:
            return MEETINGS.filter(**{f"title__{lookup}": v("q", TEXT)}).values_list("title")

        rows = both(build, q=needle)
        assert (needle,) in rows
        Meeting.objects.all().delete()


def test_case_is_ignored_for_ascii_everywhere_and_for_other_letters_on_postgresql(ann: Person) -> None:
    meeting(ann, "CAFÉ")
    compiled = Compiled(lambda shape: MEETINGS.filter(title__icontains=P("q", TEXT)).values_list("title"))
    assert compiled({"q": "caf"}) == [("CAFÉ",)]
    assert compiled({"q": "É"}) == [("CAFÉ",)]
    assert compiled({"q": "é"}) == ([("CAFÉ",)] if connection.vendor == "postgresql" else [])


@pytest.mark.parametrize(
    ("column", "field", "values"),
    [
        ("pk", INTEGER, [1, 3, 3]),
        ("owner", INTEGER, [1]),
        ("owner__name", TEXT, ["Ann", "nobody"]),
        ("title", TEXT, ["b", "c", "it's", "ü"]),
        ("starts_at", DateTimeField(), [MORNING]),
        ("day", DateField(), [date(2026, 3, 2), None]),
        ("busy", BooleanField(), [False]),
        ("token", UUIDField(), [uuid.UUID(int=3)]),
    ],
)
def test_anyof_takes_lists_of_any_length(probes: None, column: str, field: Any, values: list[Any]) -> None:
    Person.objects.bulk_create([Person(pk=1, name="Ann"), Person(pk=2, name="Bob")])
    for pk, title in enumerate("abcü", start=1):
        Meeting.objects.create(
            pk=pk,
            owner_id=1 + pk % 2,
            title=title,
            starts_at=MORNING + timedelta(days=pk % 2),
            day=date(2026, 3, pk),
            busy=pk > 2,
            token=uuid.UUID(int=pk),
        )
    args = P("x", field, many=True)
    compiled = Compiled(lambda shape: MEETINGS.filter(**{f"{column}__anyof": args}).values_list("pk"))
    assert assert_agrees(
        compiled, {"x": values}, MEETINGS.filter(**{f"{column}__in": values}).values_list("pk")
    )
    assert compiled({"x": []}) == []
    assert compiled({"x": values * 5000}) == compiled({"x": values})
    outside = Compiled(lambda shape: MEETINGS.exclude(**{f"{column}__anyof": args}).values_list("pk"))
    known = [value for value in values if value is not None]
    assert_agrees(outside, {"x": known}, MEETINGS.exclude(**{f"{column}__in": known}).values_list("pk"))


def test_arguments_stand_in_annotations_cases_and_coalesce(ann: Person, bob: Person) -> None:
    meeting(ann, "a", notes=None, seats=1)
    meeting(bob, "b", notes="x", seats=2)

    def build(v: Any, e: Any) -> Any:
        return MEETINGS.annotate(
            role=Case(
                When(owner_id=v("me", INTEGER), then=Value("owner")),
                default=e("other", TEXT),
                output_field=TEXT,
            ),
            text=Coalesce("notes", e("other", TEXT)),
            at=Coalesce("starts_at", e("at", DateTimeField())),
            now=e("at", DateTimeField()),
            more=F("seats") + e("seats", IntegerField()),
            flag=e("flag", BooleanField()),
            tag=e("tag", JSONField()),
        ).values_list("role", "text", "at", "now", "more", "flag", "tag")

    rows = both(build, me=ann.pk, other="it's 100%", at=MORNING, seats=40000, flag=True, tag={"a": ["ü"]})
    assert rows == [
        ("owner", "it's 100%", MORNING, MORNING, 40001, True, {"a": ["ü"]}),
        ("it's 100%", "x", MORNING, MORNING, 40002, True, {"a": ["ü"]}),
    ]


def test_arguments_stand_in_unions_subqueries_and_exists(ann: Person, bob: Person) -> None:
    own, granted, other = meeting(bob, "own"), meeting(ann, "granted"), meeting(ann, "other")
    Grant.objects.create(person=bob, meeting=granted)
    Grant.objects.create(person=bob, meeting=own)

    def build(v: Any, e: Any) -> Any:
        arms = Meeting.objects.filter(owner=v("me", INTEGER)).values("pk")
        grants = Grant.objects.filter(person=v("me", INTEGER)).values("meeting_id")
        hidden = Grant.objects.filter(meeting=OuterRef("pk"), person_id=v("hidden", INTEGER))
        first = Grant.objects.filter(meeting=OuterRef("pk"), person=v("me", INTEGER)).values("person__name")
        return (
            MEETINGS.filter(Q(pk__in=arms.union(grants)) & ~Q(title=v("not", TEXT)))
            .annotate(shared=Exists(hidden), by=Subquery(first[:1]), one=Value(1))
            .values_list("title", "shared", "by", "one")
        )

    args = {"me": bob.pk, "hidden": ann.pk, "not": "nothing"}
    assert both(build, **args) == [("own", False, "Bob", 1), ("granted", False, "Bob", 1)]
    assert both(build, **{**args, "hidden": bob.pk, "not": "own"}) == [("granted", True, "Bob", 1)]
    assert both(build, **{**args, "me": other.pk + bob.pk}) == []


def test_a_union_can_be_the_whole_queryset(ann: Person, bob: Person) -> None:
    meeting(ann, "a")
    meeting(bob, "b")

    def build(v: Any, e: Any) -> Any:
        arms = [
            Meeting.objects.filter(owner=v(name, INTEGER)).values_list("title", "starts_at") for name in "xy"
        ]
        return arms[0].union(arms[1]).order_by("title")

    assert both(build, x=ann.pk, y=bob.pk) == [("a", MORNING), ("b", MORNING)]


def test_equal_expressions_are_equal_in_group_by_and_distinct(ann: Person) -> None:
    for number, title in enumerate("abbc"):
        meeting(ann, title, notes=None if number % 2 else "n", starts_at=MORNING + timedelta(days=number))

    def grouped(v: Any, e: Any) -> Any:
        rows = Meeting.objects.annotate(text=Coalesce("notes", e("none", TEXT)), on=TruncMonth("starts_at"))
        counted = rows.filter(title__lte=v("last", TEXT)).values("text", "on", mark=e("none", TEXT))
        return counted.annotate(count=Count("pk")).order_by("text").values_list("text", "on", "mark", "count")

    assert both(grouped, none="-", last="b") == [("-", MONTH, "-", 1), ("n", MONTH, "-", 2)]

    def ordered_by_another_column(v: Any, e: Any) -> Any:
        rows = Meeting.objects.filter(title__gte=v("first", TEXT))
        return rows.order_by("starts_at", "pk").distinct().values_list("title", "starts_at__date")

    assert [row[0] for row in both(ordered_by_another_column, first="b")] == ["b", "b", "c"]


def test_a_json_key_is_compared_and_selected(ann: Person) -> None:
    meeting(ann, "a", tags={"room": "x", "seats": 3})
    meeting(ann, "b", tags={"room": ["y"]})

    def build(v: Any, e: Any) -> Any:
        return MEETINGS.filter(tags__room=v("room", JSONField())).values_list(
            "tags__room", "tags__seats", "tags"
        )

    assert both(build, room="x") == [("x", 3, {"room": "x", "seats": 3})]
    assert both(build, room=["y"]) == [(["y"], None, {"room": ["y"]})]


@pytest.mark.skipif(connection.vendor == "postgresql", reason="SQLite's own")
def test_a_json_boolean_is_refused_where_a_key_would_not_find_it(ann: Person) -> None:
    compiled = Compiled(lambda shape: MEETINGS.filter(tags__on=P("on", JSONField())).values_list("pk"))
    with pytest.raises(TypeError, match="JSON boolean"):
        compiled({"on": True})


def test_case_is_ignored_by_comparing_lower_case(ann: Person) -> None:
    def lowered(v: Any, e: Any) -> Any:
        return PEOPLE.annotate(low=Lower("name")).filter(low=Lower(e("name", TEXT))).values_list("name")

    assert both(lowered, name="aNN") == [("Ann",)]
