"""Lookups that Django lacks."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field
from django.db.models.lookups import In


@Field.register_lookup
class Among(In[Any]):
    """`pk__among=rows`: what `pk__in=rows` finds, for a subquery of at most some hundred rows.

    PostgreSQL then looks their keys up in one scan of an index, in order, where it would begin a scan for
    each of an `IN`: a sixth less for a page of a list. For many rows a join, which only `IN` can become, is
    better.
    """

    lookup_name = "among"

    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: Any) -> str:
        if connection.vendor == "postgresql":
            return f"= ANY(ARRAY{rhs})"
        return super().get_rhs_op(connection, rhs)
