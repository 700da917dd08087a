"""Lookups that Django lacks."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection


@pytest.mark.django_db
def test_among_finds_what_in_finds() -> None:
    groups = [Group.objects.create(name=name) for name in "abcd"]
    some = Group.objects.filter(name__in="ab").order_by().values("pk")
    more = Group.objects.filter(name__in="bd").order_by().values("pk")
    for rows in (some, some.order_by("-name")[:1], some.union(more, all=True), more.filter(name="x")):
        assert set(Group.objects.filter(pk__among=rows)) == set(Group.objects.filter(pk__in=rows))
    assert set(Group.objects.exclude(pk__among=more)) == {groups[0], groups[2]}
    sql = str(Group.objects.filter(pk__among=more).query)
    assert ("= ANY(ARRAY(SELECT" in sql) is (connection.vendor == "postgresql")
