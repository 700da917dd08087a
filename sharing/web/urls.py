"""The addresses of the pages of sharing."""

from django.urls import URLPattern, URLResolver, path

from sharing.enums import Kind
from sharing.web.find_time import FindTime
from sharing.web.share import LeavePage, People, PersonPage, SharePage
from sharing.web.share_several import ShareSeveral
from sharing.web.transfer import Transfer


def _of(kind: Kind) -> list[URLPattern | URLResolver]:
    thing = f"{kind}s/<int:{kind}_id>/share/"
    return [
        path(thing, SharePage.as_view(kind=kind), name=f"{kind}-share"),
        path(f"{thing}leave/", LeavePage.as_view(kind=kind), name=f"{kind}-leave"),
        path(f"{thing}<int:user_id>/", PersonPage.as_view(kind=kind), name=f"{kind}-share-person"),
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    *_of(Kind.EVENT),
    *_of(Kind.CALENDAR),
    path("events/<int:event_id>/share/several/", ShareSeveral.as_view(), name="event-share-several"),
    path("events/<int:event_id>/transfer/<int:user_id>/", Transfer.as_view(), name="event-transfer"),
    path("find-a-time/", FindTime.as_view(), name="find-time"),
    path("people/", People.as_view(), name="people"),
]
