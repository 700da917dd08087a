"""`/health`: whether this server can serve, for probes and load balancers."""

from datetime import UTC, datetime

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from eventhub import __version__
from eventhub.web.read_only import read_only


@never_cache
@read_only
def health(request: HttpRequest) -> JsonResponse:
    """200 where the database answers a query, else 503."""
    answers = _database_answers()
    return JsonResponse(
        {
            "status": "healthy" if answers else "unhealthy",
            "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "version": __version__,
            "database": "ok" if answers else "unreachable",
        },
        status=200 if answers else 503,
    )


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            # a table of ours: SQLite would answer a bare SELECT 1 without looking into its file
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            return cursor.fetchone() is not None
    except DatabaseError:
        return False
