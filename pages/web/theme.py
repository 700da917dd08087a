"""`/theme/`: keeps a person's choice of light or dark in a cookie."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.web.page import PageView
from pages.web.next_page import next_page

LIFETIME = timedelta(days=365)


class Theme(PageView):
    """Light, dark, or as the system has it."""

    public = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sets the cookie, or with any other word than the two removes it; leads back."""
        response = redirect(next_page(request))
        theme = request.POST.get("theme")
        if theme in ("light", "dark"):
            response.set_cookie(
                "theme", theme, max_age=LIFETIME, samesite="Lax", secure=request.is_secure(), httponly=True
            )
        else:
            response.delete_cookie("theme", samesite="Lax")
        return response
