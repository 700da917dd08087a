"""The event: one aggregate in one row, and the versions of that row."""

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from core.actors import current_source
from events.enums import Status, Transparency, Verb
from events.models.calendar import Calendar

STATUSES: dict[str, Promise] = {
    Status.CONFIRMED.value: pgettext_lazy("status of an event", "Confirmed"),
    Status.TENTATIVE.value: pgettext_lazy("status of an event", "Tentative"),
    Status.CANCELLED.value: pgettext_lazy("status of an event", "Cancelled"),
}
TRANSPARENCIES: dict[str, Promise] = {
    Transparency.OPAQUE.value: pgettext_lazy("availability", "Busy"),
    Transparency.TRANSPARENT.value: pgettext_lazy("availability", "Free"),
}


class PlainJSON(json.JSONEncoder):
    """JSON that keeps letters as they are, so that both databases store the same text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False, "separators": (",", ":")})


class VersionBase(models.Model):
    """What a version row says beside the event's state: who through which door did what."""

    verb = models.CharField(_("what was done"), max_length=16, default=Verb.UPDATED)
    source = models.CharField(_("through"), max_length=16, default=current_source)
    restored_from = models.PositiveIntegerField(_("restored from version"), null=True)

    class Meta:
        abstract = True


class Versions(HistoricalRecords):  # type: ignore[misc]  # the library has no types
    """History rows that are versions: their number is unique for an event."""

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """A constraint declared on `bases` is ignored by the library, so it stands here."""
        return {
            **super().get_meta_options(model),
            "constraints": [models.UniqueConstraint(fields=["id", "version"], name="event_version_unique")],
        }


class Event(models.Model):
    """An event with its recurrence rule and exceptions: one version, one ETag, one unit of sharing.

    `start_at` and `end_at` are the first instance in UTC (all-day: midnights of the dates, end exclusive),
    `timezone` is the IANA zone in which `rrule` (RFC 5545, canonical, "" for none) recurs, and
    `recurrence_overrides` maps original local starts to patches (RFC 8984, section 4.3.5). `ical_properties`
    are content lines of a file that no column holds (RFC 5545, 3.1): by recurrence id, "" for the event.
    `occurrences_until` is None where every occurrence has a row, else the instant up to which they have.
    `split_from` is the earlier event of a series that was split, and no content: it is in no version.
    """

    calendar = models.ForeignKey(
        Calendar, on_delete=models.PROTECT, related_name="events", verbose_name=_("calendar")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="events", verbose_name=_("owner")
    )
    uid = models.CharField(_("UID"), max_length=255)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    location = models.CharField(_("location"), max_length=500, blank=True)
    start_at = models.DateTimeField(_("start (UTC)"))
    end_at = models.DateTimeField(_("end (UTC)"))
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    is_all_day = models.BooleanField(_("all day"), default=False)
    rrule = models.CharField(_("recurrence rule"), max_length=1000, blank=True)
    recurrence_overrides = models.JSONField(
        _("exceptions of the series"), default=dict, blank=True, encoder=PlainJSON
    )
    tags = models.JSONField(_("tags"), default=list, blank=True, encoder=PlainJSON)
    ical_properties = models.JSONField(
        _("properties of imported files"), default=dict, blank=True, encoder=PlainJSON
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=list(STATUSES.items()),
        default=Status.CONFIRMED,
    )
    transparency = models.CharField(
        _("busy or free"),
        max_length=12,
        choices=list(TRANSPARENCIES.items()),
        default=Transparency.OPAQUE,
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("created"), default=now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=now)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("deleted by"),
    )
    split_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
        editable=False,
        verbose_name=_("split from"),
    )
    occurrences_until = models.DateTimeField(_("occurrences up to"), null=True, blank=True)
    search_text = models.TextField(_("text that searches read"), blank=True)

    rank: int
    """The rank of the actor's role: set on every event that `access` or a selector fetched, and no column."""

    written_by: int | None = None
    """Who has just written this version, on what an action returns that wrote one: no column either."""

    history = Versions(
        bases=[VersionBase],
        verbose_name=_("version of an event"),
        verbose_name_plural=_("versions of events"),
        history_id_field=models.BigAutoField(),
        excluded_fields=["split_from", "occurrences_until", "search_text", "created_at"],
        no_db_index=["calendar", "owner", "deleted_by"],
        use_base_model_db=True,
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("start_at", "id")
        default_permissions = ("add", "change", "delete", "view", "share")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["calendar", "uid"],
                condition=models.Q(deleted_at=None),
                name="event_uid_in_calendar",
            ),
            models.CheckConstraint(
                condition=models.Q(end_at__gt=models.F("start_at")),
                name="event_end_after_start",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["owner", "start_at", "id"],
                condition=models.Q(deleted_at=None),
                name="event_owner_start",
            ),
            models.Index(
                fields=["calendar", "start_at", "id"],
                condition=models.Q(deleted_at=None),
                name="event_calendar_start",
            ),
            models.Index(
                fields=["start_at", "id"],
                condition=models.Q(deleted_at=None),
                name="event_start",
            ),
            models.Index(
                fields=["occurrences_until"],
                condition=models.Q(occurrences_until__isnull=False),
                name="event_occurrences_until",
            ),
            models.Index(
                fields=["split_from"],
                condition=models.Q(split_from__isnull=False),
                name="event_split_from",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_busy(self) -> bool:
        """Whether occurrences take up time, overrides aside."""
        return self.status != Status.CANCELLED and self.transparency == Transparency.OPAQUE


def _set_version_facts(sender: Any, instance: models.Model, history_instance: Any, **_: Any) -> None:
    """Verb and source of a single save come from the action; `bulk_create_with_history` gets them itself."""
    if isinstance(instance, Event):
        for name, value in getattr(instance, "_version_facts", {}).items():
            setattr(history_instance, name, value)


pre_create_historical_record.connect(_set_version_facts, dispatch_uid="events.version_facts")
