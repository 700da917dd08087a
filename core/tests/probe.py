"""Models of the core's own tests: a registry apart keeps them out of the project's migrations."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from django.apps.registry import Apps
from django.db import models

probe_apps = Apps()


class Person(models.Model):
    objects: ClassVar["models.Manager[Person]"] = models.Manager()

    name = models.CharField(max_length=20)

    class Meta:
        apps = probe_apps
        app_label = "probe"


class Meeting(models.Model):
    objects: ClassVar["models.Manager[Meeting]"] = models.Manager()

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(max_length=20)
    notes = models.TextField(null=True)
    starts_at = models.DateTimeField()
    day = models.DateField(null=True)
    lasts = models.DurationField(null=True)
    busy = models.BooleanField(default=True)
    seats = models.PositiveSmallIntegerField(null=True)
    tags = models.JSONField(default=list)
    price = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    token = models.UUIDField(null=True)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        apps = probe_apps
        app_label = "probe"


class Grant(models.Model):
    objects: ClassVar["models.Manager[Grant]"] = models.Manager()

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="grants")

    class Meta:
        apps = probe_apps
        app_label = "probe"


MODELS = (Person, Meeting, Grant)
PEOPLE = Person.objects.order_by("pk")
MEETINGS = Meeting.objects.order_by("pk")
ALL = tuple(field.name for field in Meeting._meta.concrete_fields)
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def meeting(owner: Person, title: str, **fields: Any) -> Meeting:
    """A stored meeting, in the morning unless said otherwise."""
    return Meeting.objects.create(owner=owner, title=title, **{"starts_at": MORNING, **fields})
