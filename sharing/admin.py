"""Shares on the admin site: who holds which role on what, and taking a role away."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.actors import System
from events.admin.confirmation import Deed, ask_then_act
from events.admin.read_only import ReadOnlyAdmin, journal_of
from events.admin.words import ROLES, role_in_words
from events.enums import Role
from events.models import (
    CalendarGroupPermission,
    CalendarUserPermission,
    EventGroupPermission,
    EventUserPermission,
)
from events.selectors.grants import roles_held
from sharing.actions.revoke_access import revoke_calendar_access, revoke_event_access
from sharing.actions.set_group_role import set_group_role
from sharing.enums import Kind


def holder_of(row: Any) -> str:
    """Who holds the role."""
    return gettext("group %(name)s") % {"name": row.group} if hasattr(row, "group_id") else str(row.user)


def describe(row: Any) -> str:
    """One line about a role."""
    words = {"who": holder_of(row), "role": role_in_words(row.rank), "what": row.content_object}
    return gettext("%(who)s: %(role)s of %(what)s") % words


def take_away(row: Any, version: int | None, reason: str) -> None:
    """Revokes what the row stands for; raises as the actions of sharing do."""
    match row:
        case EventUserPermission():
            revoke_event_access(
                actor=System(), event_id=row.content_object_id, user_id=row.user_id, reason=reason
            )
        case CalendarUserPermission():
            revoke_calendar_access(
                actor=System(), calendar_id=row.content_object_id, user_id=row.user_id, reason=reason
            )
        case _:
            kind = Kind.EVENT if isinstance(row, EventGroupPermission) else Kind.CALENDAR
            set_group_role(
                actor=System(),
                kind=kind,
                subject_id=row.content_object_id,
                group_id=row.group_id,
                role=None,
                reason=reason,
            )


REVOKE = Deed(
    action="revoke",
    title=_("Revoke shares"),
    meaning=_("These people or groups lose the role. What they hold for another reason stays."),
    button=_("Revoke"),
    done=_("%(number)s of %(all)s revoked."),
    describe=describe,
    act=take_away,
)


class RoleFilter(admin.SimpleListFilter):
    """What somebody may do."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(role.value, str(words)) for role, words in ROLES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(rank=Role(value).rank) if value in tuple(Role) else queryset


@admin.register(EventUserPermission, EventGroupPermission, CalendarUserPermission, CalendarGroupPermission)
class ShareAdmin(ReadOnlyAdmin):
    """A row for each role that is held, whatever number of permissions it is stored as.

    Roles are taken away by the actions of sharing, as the system does it for the staff that the reason names
    (see `events.admin.events.EventAdmin`).
    """

    list_display = ("what", "owner", "holder", "role", "granted_by", "granted_at", "updated_at")
    list_display_links = None
    list_filter = (RoleFilter, "granted_at")
    ordering = ("-granted_at", "-id")
    actions = ("revoke",)
    fields = list_display
    readonly_fields = list_display

    @property
    def kind(self) -> Kind:
        """What these roles are held on."""
        return Kind.EVENT if self.model in (EventUserPermission, EventGroupPermission) else Kind.CALENDAR

    @property
    def holders(self) -> str:
        """Whether people or groups hold them: the name of the column."""
        return "user" if self.model in (EventUserPermission, CalendarUserPermission) else "group"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        # the permission is in the row's name, which the boxes to tick bear
        return roles_held(self.model).select_related(
            "content_object__owner", self.holders, "granted_by", "permission"
        )

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        thing = "content_object__title" if self.kind is Kind.EVENT else "content_object__name"
        holder = ("user__username", "user__full_name") if self.holders == "user" else ("group__name",)
        return (thing, "content_object__owner__username", *holder)

    @admin.display(description=_("what"))
    def what(self, row: Any) -> SafeString:
        address = reverse(f"admin:events_{self.kind}_change", args=(row.content_object_id,))
        return format_html('<a href="{}">{}</a>', address, row.content_object)

    @admin.display(description=_("owner"), ordering="content_object__owner__username")
    def owner(self, row: Any) -> str:
        return str(row.content_object.owner)

    @admin.display(description=_("held by"))
    def holder(self, row: Any) -> str:
        return holder_of(row)

    @admin.display(description=_("role"), ordering="rank")
    def role(self, row: Any) -> str:
        return role_in_words(row.rank)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """The right to delete such rows, which opens the one action that does."""
        return bool(request.user.has_perm(f"events.delete_{self.opts.model_name}"))

    @admin.action(description=_("Revoke…"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Takes the roles away, once staff have confirmed it."""
        return ask_then_act(self, request, queryset, REVOKE)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the journal knows of the thing that is shared."""
        return journal_of(self.kind, self.get_viewable(request, object_id).content_object_id)
