"""Addresses for tests of the middleware: the project's own, and views that do what real ones rarely do."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from eventhub import urls
from eventhub.routing import either_slash


@csrf_exempt
def echo(request: HttpRequest) -> JsonResponse:
    """What arrived."""
    return JsonResponse(
        {
            "length": len(request.body),
            "address": request.META["REMOTE_ADDR"],
            "secure": request.is_secure(),
            "session": hasattr(request, "session"),
            "path": request.path,
        }
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Fails as no view should."""
    raise RuntimeError("the view is broken")


def guarded(request: HttpRequest) -> HttpResponse:
    """Answers, unless a write has no CSRF token."""
    return HttpResponse("done")


probes = [path("echo", echo), path("listed/", echo), path("broken", broken), path("guarded", guarded)]

urlpatterns = [
    either_slash("api/v1/import/", probes),
    either_slash("api/v1/probe/", probes),
    either_slash("probe/", probes),
    *urls.urlpatterns,
]

handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
