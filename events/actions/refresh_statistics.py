"""Telling PostgreSQL's planner of many new events before it would look for itself."""

from django.db import connection

from events.models import Event, Occurrence


def refresh_statistics(new_events: int) -> bool:
    """Looks at the tables again where so many new events are more than the planner knew of; whether it did.

    Autovacuum comes once a minute at most. Until then a list of events in a database that was empty a moment
    ago is planned for empty tables, and takes seconds where ten thousand events have been imported. Nobody
    waits for this, nor does it wait. On SQLite there is nothing to do. Call it outside of a transaction.
    """
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [Event._meta.db_table])
        (known,) = cursor.fetchone()
        if new_events <= known:
            return False
        for model in (Event, Occurrence):
            cursor.execute(f"ANALYZE (SKIP_LOCKED) {connection.ops.quote_name(model._meta.db_table)}")
    return True
