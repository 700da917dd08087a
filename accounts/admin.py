"""Users and sessions for staff: accounts are changed by actions, sessions can only be ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group, Permission
from django.db.models import Model, QuerySet
from django.forms import ModelForm, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions.administer_user import administer_user
from accounts.actions.remove_second_factor import remove_second_factors
from accounts.actions.revoke_session import revoke_session
from accounts.errors import SessionNotFound
from accounts.models import Session, User
from core.actors import Source, acting_through
from core.transactions import write_atomic

# what makes somebody more powerful is for superusers to give
POWERS = ("is_staff", "is_superuser", "groups", "user_permissions")
SESSION_FIELDS = (
    "user",
    "kind",
    "device",
    "address",
    "created_at",
    "last_used_at",
    "expires_at",
    "revoked_at",
)


# allauth's own pages would save around the actions, and show secrets
admin.site.unregister([EmailAddress, Authenticator])


DEEDS = {
    "add": pgettext_lazy("right", "add"),
    "change": pgettext_lazy("right", "change"),
    "delete": pgettext_lazy("right", "delete"),
    "view": pgettext_lazy("right", "view"),
    "share": pgettext_lazy("right", "share"),
}
APPS = ("accounts", "auth", "events", "feeds", "journal")
"""Whose rights there is something to do by: those of libraries open no page here."""


@contextmanager
def writing(request: HttpRequest) -> Iterator[None]:
    """Around a view of the admin: a POST is one transaction, and the journal says where it came from.

    The admin opens a transaction of its own in which an action could not open its; so this goes around both.
    """
    with acting_through(Source.ADMIN):
        if request.method == "POST":
            with write_atomic():
                yield
        else:
            yield


class NewUserForm(AdminUserCreationForm[User]):
    """A new account; without a password nobody can log in to it by one."""

    class Meta:
        model = User
        fields = ("username", "email", "full_name", "timezone")


class ReadOnlySessions:
    """Nobody adds, edits or deletes a session by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class SessionInline(ReadOnlySessions, admin.TabularInline[Session, User]):
    """Where a user is logged in."""

    model = Session
    fields = SESSION_FIELDS[1:]
    readonly_fields = SESSION_FIELDS[1:]
    extra = 0
    show_change_link = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PermissionField(ModelMultipleChoiceField[Permission]):
    """Rights in the reader's words: the database has them in English."""

    def label_from_instance(self, obj: Permission) -> str:
        deed, model = obj.codename.partition("_")[0], obj.content_type.model_class()
        if model is None or deed not in DEEDS:
            return str(obj)
        return f"{model._meta.app_config.verbose_name} | {model._meta.verbose_name} | {DEEDS[deed]}"


def permission_field(db_field: Any) -> Any:
    """The field for rights of users and groups."""
    rights = Permission.objects.filter(content_type__app_label__in=APPS).select_related("content_type")
    widget = FilteredSelectMultiple(db_field.verbose_name, is_stacked=False)
    return db_field.formfield(form_class=PermissionField, queryset=rights, widget=widget)


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin):
    """Groups, as Django has them."""

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        if db_field.name == "permissions":
            return permission_field(db_field)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    """People. Nobody is deleted here, for his events have a history: made inactive, he is logged out."""

    form = ModelForm[User]  # Django's own would show a part of the hash
    add_form = NewUserForm
    list_display = ("username", "email", "full_name", "role", "is_active", "last_login", "created_at")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups")
    search_fields = ("username", "email", "full_name")
    ordering = ("username",)
    readonly_fields = ("password_link", "second_factors", "last_login", "created_at")
    fieldsets = (
        (None, {"fields": ("username", "email", "full_name", "timezone", "password_link", "second_factors")}),
        (_("What he may do"), {"fields": ("is_active", *POWERS)}),
        (_("Dates"), {"fields": ("last_login", "created_at")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "email", "full_name", "timezone")}),
        (_("Password"), {"classes": ("wide",), "fields": ("usable_password", "password1", "password2")}),
    )
    inlines = (SessionInline,)
    actions = ("remove_second_factors",)

    @admin.action(description=_("Remove the second factors of the selected users"), permissions=["change"])
    def remove_second_factors(self, request: HttpRequest, users: QuerySet[User, User]) -> None:
        """For people who have lost them; superusers' are for superusers to remove."""
        removed = 0
        with acting_through(Source.ADMIN):
            for user in users:
                if self.has_change_permission(request, user):
                    removed += remove_second_factors(actor=_staff(request), user=user)
        text = ngettext(
            "%(number)s second factor removed.", "%(number)s second factors removed.", removed
        ) % {"number": removed}
        self.message_user(request, text, messages.SUCCESS)

    @admin.display(description=_("role"), ordering="is_staff")
    def role(self, user: User) -> str:
        """Whether the person may come here."""
        return gettext("staff") if user.is_staff else gettext("user")

    @admin.display(description=_("Second factors"))
    def second_factors(self, user: User) -> str:
        """Which kinds there are; nothing of their secrets."""
        kinds = Authenticator.objects.filter(user_id=user.pk).order_by("pk").values_list("type", flat=True)
        return ", ".join(dict.fromkeys(kinds)) or gettext("None")

    @admin.display(description=_("Password"))
    def password_link(self, user: User) -> SafeString:
        """Whether there is one, and the way to another one; nothing of its hash."""
        state = gettext("Set") if user.has_usable_password() else gettext("None")
        address = reverse("admin:auth_user_password_change", args=(user.pk,))
        return format_html('{}. <a href="{}">{}</a>', state, address, gettext("Set another one"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.readonly_fields, *(() if request.user.is_superuser else POWERS))

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        if db_field.name == "user_permissions":
            return permission_field(db_field)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers are for superusers to change, or their password would be for the taking."""
        if isinstance(obj, User) and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        changed = [name for name in form.changed_data if name in {field.name for field in User._meta.fields}]
        administer_user(actor=_staff(request), user=obj, changed=changed)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        with writing(request):
            return super().add_view(request, form_url, extra_context)

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        with writing(request):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Django's page; that the password was set, which ends all sessions, goes into the journal too."""
        with writing(request):
            before = self.get_object(request, id)
            response: HttpResponse = super().user_change_password(request, id, form_url)
            after = self.get_object(request, id)
            if before and after and before.password != after.password:
                administer_user(actor=_staff(request), user=after, changed=["password"])
        return response


@admin.register(Session)
class SessionAdmin(ReadOnlySessions, admin.ModelAdmin[Session]):
    """Who is logged in from where; ending a session stops its tokens or its cookie at once."""

    list_display = SESSION_FIELDS
    list_filter = ("kind", ("revoked_at", admin.EmptyFieldListFilter), "last_used_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__email", "device", "address")
    fields = SESSION_FIELDS
    readonly_fields = SESSION_FIELDS
    actions = ("revoke",)

    @admin.action(description=_("End the selected sessions"), permissions=["change"])
    def revoke(self, request: HttpRequest, sessions: QuerySet[Session, Session]) -> None:
        """Ends the sessions, each by the action that everybody else uses."""
        ended = 0
        with acting_through(Source.ADMIN):
            for pk in sessions.filter(revoked_at=None).values_list("pk", flat=True):
                try:
                    revoke_session(actor=_staff(request), session_id=pk)
                except SessionNotFound:
                    # purged meanwhile
                    continue
                ended += 1
        text = ngettext("%(number)s session ended.", "%(number)s sessions ended.", ended) % {"number": ended}
        self.message_user(request, text, messages.SUCCESS)


def _staff(request: HttpRequest) -> User:
    """The user at the admin, who is always one."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("nobody is signed in")
    return user
