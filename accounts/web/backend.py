"""The authentication backend behind the page for signing in."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.actions.verify_password import verify_password
from accounts.models import User
from accounts.selectors.find_account import find_account
from core.api.address import client_address
from core.errors import TooManyRequests


class PasswordBackend(ModelBackend):
    """Username or email in any case, and as few guesses as the API allows; permissions as Django has them."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """The user, if the password is his and he is active.

        Raises Django's `PermissionDenied`, which login forms show as a refusal, beyond the limit.
        """
        if username is None or password is None:
            return None
        user = find_account(username)
        address = client_address(request) if request else None
        try:
            right = verify_password(user, password, login=username, address=address)
        except TooManyRequests as error:
            raise PermissionDenied from error
        return user if right and self.user_can_authenticate(user) else None
