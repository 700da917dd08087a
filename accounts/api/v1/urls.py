"""The addresses of the Authentication section, below /api/v1/."""

from django.urls import path

from accounts.api.v1.views import (
    LoginDoor,
    LogoutDoor,
    PasswordDoor,
    ProfileDoor,
    RefreshDoor,
    RegisterDoor,
)

urlpatterns = [
    path("auth/register", RegisterDoor.as_view(), name="register"),
    path("auth/login", LoginDoor.as_view(), name="login"),
    path("auth/refresh", RefreshDoor.as_view(), name="refresh"),
    path("auth/me", ProfileDoor.as_view(), name="me"),
    path("auth/password", PasswordDoor.as_view(), name="password"),
    path("auth/logout", LogoutDoor.as_view(), name="logout"),
]
