"""`/events/<id>/share/` and `/calendars/<id>/share/`: who has access, as page and dialog."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import DomainError, Invalid
from core.web.error_page import is_part
from core.web.kept_form import show_kept_form
from core.web.page import PageView
from core.web.toasts import toast
from events.enums import Role
from journal.access.undo import Noted, noting
from sharing.actions.change_role import change_calendar_role, change_event_role
from sharing.actions.revoke_access import revoke_calendar_access, revoke_event_access
from sharing.actions.share_calendar import share_calendar
from sharing.actions.share_event import share_event
from sharing.changes import MOST_PEOPLE
from sharing.enums import Kind
from sharing.errors import OwnerIsFixed, PermissionNotFound
from sharing.facts import AccessList, PersonNamed
from sharing.selectors.access_list import access_list
from sharing.selectors.common_time import people_named
from sharing.selectors.users import find_users
from sharing.web.forms import WORDS, ShareForm
from sharing.web.names import names_in
from sharing.web.roles import NAMES, choices_of


class SharingView(PageView):
    """What the pages about one event's or calendar's access have in common."""

    kind: ClassVar[Kind] = Kind.EVENT

    @property
    def subject_id(self) -> int:
        """The id of the event or calendar."""
        return int(self.kwargs[f"{self.kind}_id"])

    @property
    def address(self) -> str:
        """The address of the share page."""
        return reverse(f"{self.kind}-share", args=[self.subject_id])

    def shown(self, form: ShareForm, status: int = 200, refusal: Any = "") -> HttpResponse:
        """The list: for htmx the panel alone, else the page."""
        template = "sharing/_panel.html" if is_part(self.request) else "sharing/share.html"
        return render(self.request, template, self.context(form, refusal), status=status)

    def context(self, form: ShareForm, refusal: Any = "") -> dict[str, Any]:
        """What the templates show."""
        access = access_list(self.actor, self.kind, self.subject_id)
        return {
            "access": access,
            "invited": self.invited(access),
            "form": form,
            "choices": choices_of(self.kind),
            "role_names": NAMES,
            "refusal": refusal,
            "address": self.address,
        }

    def names(self) -> list[str]:
        """Whom the address names: people whom the thing was planned with."""
        return names_in(self.request.GET, "with")[:MOST_PEOPLE]

    def invited(self, access: AccessList) -> Sequence[PersonNamed]:
        """Those of them who hold no role of their own yet."""
        held = {person.user_id for person in access.people}
        people = people_named(self.actor, self.names()) if access.may_share else []
        return [person for person in people if person.user_id not in held]

    def done(self, text: str, noted: Noted) -> HttpResponse:
        """The list as it is now, and a toast with the way back."""
        toast(self.request, text, noted.undo_token)
        return self.shown(ShareForm()) if is_part(self.request) else redirect(self.address)


class SharePage(SharingView):
    """Who has access, and letting somebody in."""

    keeps_form: ClassVar[bool] = True

    def get(self, request: HttpRequest, **ids: int) -> HttpResponse:
        """The page; for htmx the same in a dialog."""
        context = self.context(ShareForm(show_kept_form(request)))
        return render(request, "sharing/_dialog.html" if is_part(request) else "sharing/share.html", context)

    def post(self, request: HttpRequest, **ids: int) -> HttpResponse:
        """Grants a role."""
        form = ShareForm(request.POST)
        if not form.is_valid():
            return self.shown(form, 422)
        try:
            grants = [form.grant()]
            with noting() as noted:
                if self.kind is Kind.EVENT:
                    share_event(actor=self.actor, event_id=self.subject_id, grants=grants)
                else:
                    share_calendar(actor=self.actor, calendar_id=self.subject_id, grants=grants)
        except DomainError as error:
            form.refuse(error)
            return self.shown(form, error.status)
        words = {"person": form.cleaned_data["person"], "role": NAMES[grants[0].role]}
        return self.done(_("%(person)s has access as %(role)s.") % words, noted)


class PersonPage(SharingView):
    """The role of one person."""

    def post(self, request: HttpRequest, user_id: int, **ids: int) -> HttpResponse:
        """Changes the role, or takes it away (`remove`)."""
        wanted = request.POST.get("role", "")
        try:
            with noting() as noted:
                if wanted == "remove":
                    _revoke(self, user_id)
                else:
                    _change(self, user_id, role_named(wanted))
        except (OwnerIsFixed, PermissionNotFound) as error:
            return self.shown(ShareForm(), error.status, WORDS[type(error)])
        if wanted == "remove":
            return self.done(_("The access has been taken away."), noted)
        return self.done(_("The role has been changed to %(role)s.") % {"role": NAMES[Role(wanted)]}, noted)


class LeavePage(SharingView):
    """Giving up one's own role."""

    def get(self, request: HttpRequest, **ids: int) -> HttpResponse:
        """Asks once more: after a while one cannot let oneself in again."""
        access = access_list(self.actor, self.kind, self.subject_id)
        return render(request, "sharing/leave.html", {"access": access, "address": self.address})

    def post(self, request: HttpRequest, **ids: int) -> HttpResponse:
        """Gives it up."""
        title = access_list(self.actor, self.kind, self.subject_id).title
        try:
            with noting() as noted:
                _revoke(self, self.actor.pk)
        except (OwnerIsFixed, PermissionNotFound) as error:
            return self.shown(ShareForm(), error.status, WORDS[type(error)])
        toast(request, _("You have left “%(title)s”.") % {"title": title}, noted.undo_token)
        return redirect("/")


class People(PageView):
    """People to share with, as options while one types."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """At most ten; none for what is too short to look for."""
        try:
            found = find_users(self.actor, request.GET.get("person", ""))
        except Invalid:
            found = []
        return render(request, "sharing/_people.html", {"people": found})


def role_named(wanted: str) -> Role:
    """The role of that name; raises `Invalid`."""
    try:
        return Role(wanted)
    except ValueError as error:
        raise Invalid.of("role", "invalid_choice", _("There is no such role.")) from error


def _change(view: SharingView, user_id: int, role: Role) -> None:
    if view.kind is Kind.EVENT:
        change_event_role(actor=view.actor, event_id=view.subject_id, user_id=user_id, role=role)
    else:
        change_calendar_role(actor=view.actor, calendar_id=view.subject_id, user_id=user_id, role=role)


def _revoke(view: SharingView, user_id: int) -> None:
    if view.kind is Kind.EVENT:
        revoke_event_access(actor=view.actor, event_id=view.subject_id, user_id=user_id)
    else:
        revoke_calendar_access(actor=view.actor, calendar_id=view.subject_id, user_id=user_id)
