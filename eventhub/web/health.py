"""`/health`: whether this server can serve, for probes and load balancers."""

from datetime import UTC, datetime

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from eventhub import __version__


@csrf_exempt  # it takes no write: another method is told so, not taken for a forgery
@never_cache
@require_safe
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
