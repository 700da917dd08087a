"""The page of the admin site that shows who holds which role on an event or a calendar."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from guardian.admin import GuardedModelAdmin

from events.admin.read_only import ReadOnlyAdmin
from events.admin.words import role_in_words
from events.selectors.grants import grants_on


class SharesPageAdmin(ReadOnlyAdmin, GuardedModelAdmin):  # type: ignore[misc]  # guardian has no types
    """Guardian's link "Object permissions", with a page that reads.

    Guardian's own pages write rows of single permissions, which would bypass the journal and leave roles that
    are none; so its addresses are not there.
    """

    include_object_permissions_urls = False

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_permissions"
        view = self.admin_site.admin_view(self.permissions_view)
        inherited: list[URLPattern] = super().get_urls()  # type: ignore[no-untyped-call]
        return [path("<path:object_id>/permissions/", view, name=name), *inherited]

    def permissions_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Everybody with a role on the thing itself, the creator first."""
        thing = self.get_viewable(request, object_id)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": _("Shares: %(title)s") % {"title": thing},
            "subtitle": None,
            "opts": self.opts,
            "media": self.media,
            "object": thing,
            "grants": [(grant, role_in_words(grant.rank)) for grant in grants_on(thing)],
        }
        return TemplateResponse(request, "admin/eventhub/shares.html", context)
