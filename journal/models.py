"""The append-only record of what happened, its hash chains, and the claims of idempotent requests."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from journal.facts import LONGEST_KIND, LONGEST_SUMMARY, LONGEST_VERB
from journal.rules.chain import Link

FINAL = "Entries of the journal are final: they are neither changed nor deleted."


class Chain(models.Model):
    """The end of one hash chain, and its lock: one a calendar, and chain 0 for logins and the like."""

    calendar_id = models.BigIntegerField(_("calendar"), primary_key=True)
    sequence = models.BigIntegerField(_("length"), default=0)
    head = models.CharField(_("newest hash"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("chain")
        verbose_name_plural = _("chains")

    def __str__(self) -> str:
        return f"chain {self.calendar_id} at {self.sequence}"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries to read and to add; what would change or delete them raises TypeError."""

    def update(self, **changes: Any) -> NoReturn:
        raise TypeError(FINAL)

    def delete(self) -> NoReturn:
        raise TypeError(FINAL)


class Entry(models.Model):
    """One thing that happened. Ids are plain numbers: the journal knows no table above it.

    `pos` is the position that readers keep: null until `number_entries` gives it, then final and without
    an entry ever appearing before one already numbered. `payload` may be blanked to forget a person;
    `digest` of the payload stays, and `hash` chains digests, so the chain remains provable.
    """

    pos = models.BigIntegerField(_("position"), null=True, unique=True, editable=False)
    at = models.DateTimeField(_("time"), default=timezone.now)
    actor_id = models.BigIntegerField(_("actor"), null=True)
    source = models.CharField(_("through"), max_length=16)
    verb = models.CharField(_("verb"), max_length=LONGEST_VERB)
    subject_kind = models.CharField(_("kind of subject"), max_length=LONGEST_KIND)
    subject_id = models.BigIntegerField(_("subject"), null=True)
    subject_version = models.IntegerField(_("version"), null=True)
    calendar_id = models.BigIntegerField(_("calendar"), default=0)
    summary = models.CharField(_("summary"), max_length=LONGEST_SUMMARY, blank=True)
    payload = models.JSONField(_("data"), null=True)
    chain_sequence = models.BigIntegerField(_("place in the chain"))
    digest = models.CharField(_("digest"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar_id", "chain_sequence"], name="entry_chain_sequence"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="entry_subject"),
            models.Index(fields=["id"], condition=models.Q(pos=None), name="entry_unnumbered"),
            models.Index(fields=["actor_id", "id"], name="entry_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb} {self.subject_kind} {self.subject_id}"

    @property
    def link(self) -> Link:
        """What the hash covers of this entry."""
        return Link(*(getattr(self, name) for name in Link._fields))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(FINAL)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(FINAL)


class IdempotencyClaim(models.Model):
    """What a keyed POST answered, stored in the write's own transaction so that only successes are kept."""

    actor_id = models.BigIntegerField(_("actor"))
    route = models.CharField(_("call"), max_length=200)
    key = models.CharField(_("key"), max_length=200)
    body_digest = models.CharField(_("digest of the body"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"), default=0)
    result = models.JSONField(_("result"), default=dict)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        verbose_name = _("claim of a repeated request")
        verbose_name_plural = _("claims of repeated requests")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["actor_id", "route", "key"], name="idempotency_claim"),
        ]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="idempotency_created")]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
