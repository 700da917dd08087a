"""The calls under /api/v1/auth."""

from contextlib import suppress
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from accounts.actions.change_password import change_password
from accounts.actions.log_in import log_in
from accounts.actions.log_out import log_out
from accounts.actions.refresh_session import refresh_session
from accounts.actions.register_account import register_account
from accounts.actions.register_user import register_user
from accounts.actions.update_profile import update_profile
from accounts.api.tokens import read_refresh_token
from accounts.api.v1 import render, schema
from accounts.api.v1.serializers import (
    LoginInput,
    LogoutInput,
    PasswordInput,
    ProfileInput,
    RefreshInput,
    RegistrationInput,
)
from accounts.changes import Origin, ProfileChanges, Registration
from accounts.errors import EmailNotConfirmed, InvalidToken
from accounts.models import Session, User
from accounts.selectors.find_signed_in import SignedIn
from core.actors import Anonymous
from core.api.address import client_address, client_device
from core.api.answers import answer
from core.api.input import read_body
from core.api.undo import undo_header
from core.api.views import Door
from core.limits import Rate
from journal.access.undo import noting

# tokens are for the client alone (RFC 6749, section 5.1)
NO_STORE = {"Cache-Control": "no-store"}


class RegisterDoor(Door):
    """Makes an account and logs it in."""

    public = True
    limit_group = "register"
    refusals = frozenset({401})

    def rate(self) -> Rate:
        """A few a minute from each address."""
        rate: str = settings.RATE_LIMIT_REGISTER
        return rate

    @extend_schema(**schema.REGISTER)
    def post(self, request: Request) -> HttpResponse:
        """Register: makes an account and answers the tokens of its first session.

        Where the site lets in only confirmed emails, the account is made and the answer is 401 with the code
        `email_not_confirmed`.
        """
        body = read_body(RegistrationInput, request)
        registration = Registration(**{**body, "full_name": body.get("full_name") or ""})
        if settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory":
            user = register_account(actor=Anonymous(), registration=registration)
            _ask_to_confirm(request._request, user)
            raise EmailNotConfirmed("The account is made. Open the link that was sent to your email.")
        session = register_user(actor=Anonymous(), registration=registration, origin=origin(request._request))
        return answer(render.tokens(session), 201, NO_STORE)


class LoginDoor(Door):
    """Logs in by a password."""

    public = True
    limit_group = "login"
    refusals = frozenset({401})

    def rate(self) -> Rate:
        """Some a minute from each address; failures are counted by account besides."""
        rate: str = settings.RATE_LIMIT_LOGIN
        return rate

    @extend_schema(**schema.LOG_IN)
    def post(self, request: Request) -> HttpResponse:
        """Log in by username or email, in any case.

        Where the account has a second factor, a login without `otp` or with a wrong one is refused with the
        code `mfa_required`. Each code is good once.
        """
        body = read_body(LoginInput, request)
        session = log_in(
            actor=Anonymous(),
            login=body["username"],
            password=body["password"],
            otp=body.get("otp"),
            origin=origin(request._request),
        )
        return answer(render.tokens(session), headers=NO_STORE)


class RefreshDoor(Door):
    """Goes on with a session."""

    public = True
    refusals = frozenset({401})

    @extend_schema(**schema.REFRESH)
    def post(self, request: Request) -> HttpResponse:
        """Spend a refresh token for new tokens. A token that was spent before ends its session."""
        claims = read_refresh_token(read_body(RefreshInput, request)["refresh_token"])
        session = refresh_session(
            actor=Anonymous(), user_id=claims.user_id, session_id=claims.session_id, jti=claims.jti
        )
        return answer(render.tokens(session), headers=NO_STORE)


class ProfileDoor(Door):
    """One's own account."""

    undoable = frozenset({"PATCH"})

    @extend_schema(**schema.GET_PROFILE)
    def get(self, request: Request) -> HttpResponse:
        """Show one's own account."""
        return answer(render.profile(self.actor))

    @extend_schema(**schema.UPDATE_PROFILE)
    def patch(self, request: Request) -> HttpResponse:
        """Edit one's own account. A new email needs the password."""
        body: dict[str, Any] = read_body(ProfileInput, request)
        if "full_name" in body:
            body["full_name"] = body["full_name"] or ""
        former = self.actor.email
        with noting() as noted:
            user = update_profile(
                actor=self.actor, changes=ProfileChanges(**body), address=client_address(request._request)
            )
        if user.email == former:
            return answer(render.profile(user), headers=undo_header(noted.undo_token))
        _send_notice(request._request, user, "account/email/email_changed", former)
        return answer(render.profile(user))


class PasswordDoor(Door):
    """One's own password."""

    @extend_schema(**schema.CHANGE_PASSWORD)
    def post(self, request: Request) -> HttpResponse:
        """Change one's password. All other sessions end."""
        body = read_body(PasswordInput, request)
        user = change_password(
            actor=self.actor,
            session_id=signed_in(request).session_id,
            address=client_address(request._request),
            **body,
        )
        if signed_in(request).session_kind == Session.Kind.BROWSER:
            # Django ties a browser's session to the password's hash
            update_session_auth_hash(request._request, user)
        _send_notice(request._request, user, "account/email/password_changed", user.email)
        return answer({"message": "Password updated successfully"})


class LogoutDoor(Door):
    """Ends a session."""

    @extend_schema(**schema.LOG_OUT)
    def post(self, request: Request) -> HttpResponse:
        """Log out: the session's access and refresh tokens stop working at once."""
        body = read_body(LogoutInput, request)
        session_ids = {signed_in(request).session_id}
        if body.get("refresh_token"):
            # of a token that is valid no more, there is nothing left to end
            with suppress(InvalidToken):
                session_ids.add(read_refresh_token(body["refresh_token"]).session_id)
        log_out(actor=self.actor, session_ids=session_ids)
        if signed_in(request).session_kind == Session.Kind.BROWSER:
            logout(request._request)
        return answer({"message": "Successfully logged out"})


def signed_in(request: Request) -> SignedIn:
    """The session that the request refers to."""
    return cast(SignedIn, request.auth)


def _ask_to_confirm(request: HttpRequest, user: User) -> None:
    """Sends the mail that a page would send; its link leads to a page."""
    with request_context(request):
        EmailAddress.objects.get(user=user).send_confirmation(request, signup=True)


def _send_notice(request: HttpRequest, user: User, notice: str, email: str) -> None:
    """Tells what has changed, as a page would."""
    with request_context(request):
        get_adapter().send_notification_mail(notice, user, email=email)


def origin(request: HttpRequest) -> Origin:
    """Where a login comes from."""
    return Origin(device=client_device(request), address=client_address(request))
