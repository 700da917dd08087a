"""What pages of the admin site have in common that show rows which only actions may write."""

from typing import Any, NoReturn

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Nobody, superusers included, adds, changes or deletes a row here; who may view the model reads it.

    What staff can do are actions of the list, each with a right of its own.
    """

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_viewable(self, request: HttpRequest, object_id: str) -> Any:
        """The row of an address; raises PermissionDenied for who may not view the model, and Http404."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        return row

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> NoReturn:
        """The last door: Django and the libraries have several views that end here."""
        raise PermissionDenied

    def delete_model(self, request: HttpRequest, obj: Model) -> NoReturn:
        raise PermissionDenied


def journal_of(subject: str, subject_id: int) -> HttpResponse:
    """To the journal's entries about one thing, which are the history of what has no versions."""
    return redirect(f"{reverse('admin:journal_entry_changelist')}?q={subject}:{subject_id}")
