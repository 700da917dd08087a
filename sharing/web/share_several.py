"""`/events/<id>/share/several/`: letting in the people whom an event was planned with, all in one step."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError
from core.web.refusals import whole_sentence
from core.web.toasts import toast
from events.enums import Role
from sharing.actions.share_event import share_event
from sharing.changes import MOST_PEOPLE, Grant, Grantee
from sharing.errors import UsersNotFound
from sharing.web.forms import WORDS, ShareForm
from sharing.web.names import names_in
from sharing.web.roles import NAMES
from sharing.web.share import SharingView, role_named


class ShareSeveral(SharingView):
    """One role for several people; all of them get it, or nobody does."""

    http_method_names = ["post"]

    def names(self) -> list[str]:
        """Whom the form names."""
        return names_in(self.request.POST, "with")[:MOST_PEOPLE]

    def post(self, request: HttpRequest, **ids: int) -> HttpResponse:
        """Lets them in, and leads to the event, which stays as it is where that fails."""
        role = role_named(request.POST.get("role", ""))
        grants = [Grant(grantee=Grantee.named(name), role=role) for name in self.names()]
        if grants:
            try:
                share_event(actor=self.actor, event_id=self.subject_id, grants=grants)
            except DomainError as error:
                if error.status in (403, 404):
                    raise
                return self.shown(ShareForm(), error.status, _why(error))
            toast(request, _said(len(grants), role))
        return redirect("event", self.subject_id)


def _why(error: DomainError) -> str:
    if isinstance(error, UsersNotFound):
        return _("Some of them have no account here any more. Nobody was let in.")
    return str(WORDS.get(type(error)) or whole_sentence(error.detail))


def _said(number: int, role: Role) -> str:
    words = ngettext(
        "%(count)s person has access as %(role)s.", "%(count)s people have access as %(role)s.", number
    )
    return words % {"count": number, "role": NAMES[role]}
