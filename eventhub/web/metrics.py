"""`/metrics`: Prometheus' view of all workers, for the addresses in `METRICS_ALLOWED`."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from core.api.address import is_within
from eventhub.middleware.client_address import FORWARDED_BY_STRANGER


@csrf_exempt  # as in health.py
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The metrics as text; to anybody else, and to whom a proxy that is not trusted brings, 404."""
    stranger = FORWARDED_BY_STRANGER in request.META
    if stranger or not is_within(request.META["REMOTE_ADDR"], settings.METRICS_ALLOWED):
        raise Http404
    response: HttpResponse = ExportToDjangoView(request)
    return response
