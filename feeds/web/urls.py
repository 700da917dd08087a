"""The addresses that other calendars subscribe to."""

from django.urls import path

from feeds.web.feed import feed

urlpatterns = [path("feeds/<str:token>.ics", feed, name="feed")]
