"""`/settings/sessions/`: where one is signed in."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions.revoke_other_sessions import revoke_other_sessions
from accounts.actions.revoke_session import revoke_session
from accounts.rules.devices import browser_of, is_handheld, system_of
from accounts.selectors.list_sessions import list_sessions
from core.web.page import PageView
from core.web.toasts import toast
from pages.web.settings.base import SettingsPage


class Sessions(SettingsPage):
    """Every browser and program, with the way to sign it out."""

    name = "settings-sessions"
    template = "pages/settings/sessions.html"

    def context(self) -> dict[str, Any]:
        """The sessions, this one first."""
        present = self.request.signed_in.session_id  # type: ignore[attr-defined]
        rows = [
            {
                "session": session,
                "browser": browser_of(session.device),
                "system": system_of(session.device),
                "handheld": is_handheld(session.device),
                "present": session.pk == present,
            }
            for session in list_sessions(self.actor)
        ]
        return {"rows": sorted(rows, key=lambda row: not row["present"])}


class SignOut(PageView):
    """Ends one of the sessions."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Ends it; this browser's own one too, if it is that."""
        present = request.signed_in.session_id  # type: ignore[attr-defined]
        revoke_session(actor=self.actor, session_id=session_id)
        if session_id == present:
            logout(request)
            return redirect("account_login")
        toast(request, _("That device is signed out."))
        return redirect("settings-sessions")


class SignOutElsewhere(PageView):
    """Ends all sessions but this one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Asks once more; where there is no other session, there is nothing to ask."""
        present = request.signed_in.session_id  # type: ignore[attr-defined]
        others = sum(session.pk != present for session in list_sessions(self.actor))
        if not others:
            return redirect("settings-sessions")
        return render(request, "pages/settings/sessions_end.html", {"others": others})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ends them."""
        present = request.signed_in.session_id  # type: ignore[attr-defined]
        ended = revoke_other_sessions(actor=self.actor, session_id=present)
        words = ngettext(
            "%(number)s other session has ended.", "%(number)s other sessions have ended.", ended
        )
        toast(request, words % {"number": ended})
        return redirect("settings-sessions")
