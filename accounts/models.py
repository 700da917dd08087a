"""People, and the sessions that their tokens and browsers refer to."""

from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator, RegexValidator
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.enums import FreeBusyVisibility, HourCycle, Language, WeekStart
from accounts.rules.addresses import composed
from accounts.rules.timezones import timezone_names

USERNAME_PATTERN = r"^[A-Za-z0-9_.+-]+\Z"


def validate_timezone(value: str) -> None:
    """Raises `ValidationError` for anything but a key of the IANA time zone database."""
    if value not in timezone_names():
        raise ValidationError(
            gettext_noop("Use a time zone of the IANA database, such as Europe/Berlin."), "invalid_timezone"
        )


class UserManager(BaseUserManager["User"]):
    """Makes users; names and addresses are looked up without regard to case."""

    def create_user(self, username: str, email: str, password: str | None = None, **fields: Any) -> "User":
        """Saves a user with a hashed password; None makes a password that never matches."""
        user = self.model(username=username, email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, username: str, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Saves a user with every right on the admin site."""
        return self.create_user(
            username, email, password, **{**fields, "is_staff": True, "is_superuser": True}
        )

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """The address as it is saved: its letters composed, its host in lower case."""
        return super().normalize_email(composed(email or ""))

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of that name, in any case; raises `DoesNotExist`."""
        return self.alias(lower=Lower("username")).get(lower=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Username and email are unique without regard to case; `timezone` is an IANA key."""

    username = models.CharField(
        _("username"),
        max_length=50,
        unique=True,
        validators=[
            MinLengthValidator(3),
            RegexValidator(USERNAME_PATTERN, gettext_noop("Use letters, digits and _ . + - only.")),
        ],
    )
    email = models.EmailField(_("email"), max_length=254)
    full_name = models.CharField(_("full name"), max_length=150, blank=True)
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_timezone])
    free_busy_visibility = models.CharField(
        _("who may see when he is busy"),
        max_length=10,
        choices=[(choice.value, choice.value) for choice in FreeBusyVisibility],
        default=FreeBusyVisibility.SHARED,
        help_text=_(
            "Who may learn when this person is busy: nobody, those who share something, or everyone."
        ),
    )
    week_start = models.CharField(
        _("first day of the week"),
        max_length=8,
        choices=[(choice.value, choice.value) for choice in WeekStart],
        default=WeekStart.MONDAY,
    )
    hour_cycle = models.CharField(
        _("clock"),
        max_length=2,
        choices=[(choice.value, choice.value) for choice in HourCycle],
        default=HourCycle.H24,
    )
    language = models.CharField(
        _("language"),
        max_length=5,
        blank=True,
        choices=[(choice.value, choice.value) for choice in Language if choice],
        default=Language.BROWSER,
        help_text=_("Of the pages; empty for what the browser asks for."),
    )
    shortcuts_enabled = models.BooleanField(_("shortcuts of a single key"), default=True)
    onboarded_at = models.DateTimeField(_("first questions answered"), null=True, blank=True, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    created_at = models.DateTimeField(_("created"), default=now, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    # a password that was set and not saved yet
    _password: str | None

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_username_ci",
                violation_error_message="Username already registered",
            ),
            models.UniqueConstraint(
                Lower("email"), name="user_email_ci", violation_error_message="Email already registered"
            ),
        ]
        ordering = ("username",)

    def __str__(self) -> str:
        return self.username

    def clean(self) -> None:
        """Brings the address into the form that it is saved in, before it is compared with others."""
        super().clean()
        self.email = User.objects.normalize_email(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves together with what listens to it: a user comes with a default calendar, or not at all.

        With a new password, by whatever machinery it was set, all sessions end; the action `change_password`
        spares the one that it is called from.
        """
        with transaction.atomic():
            if self._password is not None and not self._state.adding:
                self.sessions.filter(revoked_at=None).update(revoked_at=now())
            super().save(*args, **kwargs)

    @property
    def role(self) -> str:
        """`admin` for staff, else `user`: the role opens the admin site and gives no right on events."""
        return "admin" if self.is_staff else "user"

    @property
    def twelve_hour_clock(self) -> bool:
        """Whether the person reads hours as 1 to 12."""
        return self.hour_cycle == HourCycle.H12

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's answer; where an object is given, being a superuser counts for nothing."""
        if obj is None:
            return super().has_perm(perm)
        return any(backend.has_perm(self, perm, obj) for backend in get_backends())


class Session(models.Model):
    """One login on one device; tokens and the browser's cookie refer to it, and revoking it ends them all."""

    class Kind(models.TextChoices):
        API = "api", "API"
        BROWSER = "browser", "Browser"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("user"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.API)
    device = models.CharField(_("device"), max_length=200, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)
    refresh_jti = models.CharField(_("refresh token"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("created"), default=now, editable=False)
    last_used_at = models.DateTimeField(_("last used"), default=now)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("-last_used_at",)
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="session_expires")]

    def __str__(self) -> str:
        words = {"kind": self.get_kind_display(), "number": self.pk, "user": self.user_id}
        return gettext("%(kind)s session %(number)s of user %(user)s") % words
