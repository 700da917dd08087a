"""How the OpenAPI document describes the calls of the Authentication section."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiExample

from accounts.api.v1.serializers import (
    LoginInput,
    LogoutInput,
    MessageOutput,
    PasswordInput,
    ProfileInput,
    ProfileOutput,
    RefreshInput,
    RegistrationInput,
    TokensOutput,
)


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Access tokens."""

    target_class = "accounts.api.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class BrowserSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The cookie of a browser's session."""

    target_class = "accounts.api.authentication.BrowserSessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "Writes need the header `X-CSRFToken` too.",
        }


def _sent(value: Any) -> OpenApiExample:
    return OpenApiExample("Request", value=value, request_only=True)


def _shown(value: Any, status: str = "200") -> OpenApiExample:
    return OpenApiExample("Answer", value=value, response_only=True, status_codes=[status])


TOKENS_EXAMPLE = {
    "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIn0.c2lnbmVk",
    "refresh_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoicmVmcmVzaCJ9.c2lnbmVk",
    "token_type": "bearer",
    "expires_in": 1800,
    "user_id": 3,
    "username": "ada",
    "role": "user",
}
PROFILE_EXAMPLE = {
    "id": 3,
    "username": "ada",
    "email": "ada@example.org",
    "full_name": "Ada Lovelace",
    "role": "user",
    "is_active": True,
    "timezone": "Europe/London",
    "free_busy_visibility": "shared",
}

REGISTER: dict[str, Any] = {
    "operation_id": "register",
    "tags": ["auth"],
    "request": RegistrationInput,
    "responses": {201: TokensOutput},
    "examples": [
        _sent(
            {
                "username": "ada",
                "email": "ada@example.org",
                "password": "correct horse battery",
                "full_name": "Ada Lovelace",
            }
        ),
        _shown(TOKENS_EXAMPLE, "201"),
    ],
}
LOG_IN: dict[str, Any] = {
    "operation_id": "log_in",
    "tags": ["auth"],
    "request": LoginInput,
    "responses": {200: TokensOutput},
    "examples": [
        _sent({"username": "ada", "password": "correct horse battery", "otp": "123456"}),
        _shown(TOKENS_EXAMPLE),
    ],
}
REFRESH: dict[str, Any] = {
    "operation_id": "refresh",
    "tags": ["auth"],
    "request": RefreshInput,
    "responses": {200: TokensOutput},
    "examples": [_sent({"refresh_token": TOKENS_EXAMPLE["refresh_token"]}), _shown(TOKENS_EXAMPLE)],
}
GET_PROFILE: dict[str, Any] = {
    "operation_id": "get_me",
    "tags": ["auth"],
    "responses": {200: ProfileOutput},
    "examples": [_shown(PROFILE_EXAMPLE)],
}
UPDATE_PROFILE: dict[str, Any] = {
    "operation_id": "update_me",
    "tags": ["auth"],
    "request": ProfileInput,
    "responses": {200: ProfileOutput},
    "examples": [
        _sent({"full_name": "Ada Lovelace", "timezone": "Europe/London"}),
        _shown(PROFILE_EXAMPLE),
    ],
}
CHANGE_PASSWORD: dict[str, Any] = {
    "operation_id": "change_password",
    "tags": ["auth"],
    "request": PasswordInput,
    "responses": {200: MessageOutput},
    "examples": [
        _sent({"current_password": "correct horse battery", "new_password": "an even better one"}),
        _shown({"message": "Password updated successfully"}),
    ],
}
LOG_OUT: dict[str, Any] = {
    "operation_id": "log_out",
    "tags": ["auth"],
    "request": LogoutInput,
    "responses": {200: MessageOutput},
    "examples": [
        _sent({"refresh_token": TOKENS_EXAMPLE["refresh_token"]}),
        _shown({"message": "Successfully logged out"}),
    ],
}
