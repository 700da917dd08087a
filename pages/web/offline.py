"""`/offline/` and `/service-worker.js`: a page in the house's style for when there is no connection."""

import hashlib
import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse

from core.web.page import PageView

ASSETS = (
    "css/tokens.css",
    "css/app.css",
    "vendor/inter/inter-latin-wght-normal.woff2",
    "vendor/lucide/sprite.svg",
    "service/mark.svg",
)


class Offline(PageView):
    """What the service worker shows; it holds nothing of anybody's."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return render(request, "offline.html")


class ServiceWorker(PageView):
    """The worker itself, below which all pages lie; it keeps the offline page and nothing else."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """The script; where an asset has changed it is another one, so that browsers take it anew."""
        kept = [reverse("offline"), *(static(asset) for asset in ASSETS)]
        version = hashlib.sha256(" ".join(kept).encode()).hexdigest()[:12]
        response = render(
            request,
            "service-worker.js",
            {"kept": json.dumps(kept), "name": json.dumps(f"offline-{version}")},
            content_type="text/javascript; charset=utf-8",
        )
        response.headers["Cache-Control"] = "no-cache"
        return response
