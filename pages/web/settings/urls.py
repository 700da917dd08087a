"""The addresses of the settings."""

from django.urls import path

from pages.web.settings.data import Archive, Data
from pages.web.settings.feeds import Feeds, RevokeFeed
from pages.web.settings.profile import Confirmation, Email, Look, Privacy, Profile, Reading
from pages.web.settings.security import Security
from pages.web.settings.sessions import Sessions, SignOut, SignOutElsewhere

urlpatterns = [
    path("settings/", Profile.as_view(), name="settings"),
    path("settings/email/", Email.as_view(), name="settings-email"),
    path("settings/email/confirmation/", Confirmation.as_view(), name="settings-email-confirmation"),
    path("settings/reading/", Reading.as_view(), name="settings-reading"),
    path("settings/look/", Look.as_view(), name="settings-look"),
    path("settings/privacy/", Privacy.as_view(), name="settings-privacy"),
    path("settings/security/", Security.as_view(), name="settings-security"),
    path("settings/sessions/", Sessions.as_view(), name="settings-sessions"),
    path("settings/sessions/end-others/", SignOutElsewhere.as_view(), name="settings-sessions-end"),
    path("settings/sessions/<int:session_id>/end/", SignOut.as_view(), name="settings-session-end"),
    path("settings/feeds/", Feeds.as_view(), name="settings-feeds"),
    path("settings/feeds/<int:feed_id>/revoke/", RevokeFeed.as_view(), name="settings-feed-revoke"),
    path("settings/data/", Data.as_view(), name="settings-data"),
    path("settings/data/archive/", Archive.as_view(), name="settings-archive"),
]
