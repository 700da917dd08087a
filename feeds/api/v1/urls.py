"""The addresses below /api/v1/ by which calendars come in and go out."""

from django.urls import path

from feeds.api.v1 import changes, feeds, transfer

urlpatterns = [
    path("feeds/", feeds.FeedList.as_view(), name="feed-list"),
    path("feeds/<int:feed_id>", feeds.FeedDetail.as_view(), name="feed-detail"),
    path("changes", changes.Changes.as_view(), name="changes"),
    path("import", transfer.Import.as_view(), name="import"),
    path("export", transfer.Export.as_view(), name="export"),
]
