"""Makes an account for somebody who asks for one."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_noop

from accounts.actions.open_session import logged_in, new_session
from accounts.actions.password_policy import password_faults
from accounts.changes import Origin, Registration
from accounts.enums import Verb
from accounts.errors import EmailTaken, UsernameTaken
from accounts.models import Session, User
from core.actors import Anonymous
from core.errors import DomainError, Fault, Invalid
from core.transactions import write_atomic
from journal.actions.record import record
from journal.facts import Fact

USERNAME_TAKEN = gettext_noop("Username already registered")
EMAIL_TAKEN = gettext_noop("Email already registered")


def register_user(*, actor: Anonymous, registration: Registration, origin: Origin) -> Session:
    """The first session of a new user, for tokens; `session.user` is loaded.

    Raises `Invalid` with every fault, `UsernameTaken` or `EmailTaken`, also where two ask at once.
    """
    user = new_user(registration)
    with refusing_taken(), write_atomic():
        registered = save_new(user)
        session = new_session(user=user, kind=Session.Kind.API, origin=origin)
        record([registered, logged_in(session)], actor_id=user.pk)
    return session


def new_user(registration: Registration) -> User:
    """The user as he will be saved. Raises as `register_user` does."""
    user = User(
        username=registration.username,
        email=User.objects.normalize_email(registration.email),
        full_name=registration.full_name,
    )
    refuse_faults(user, registration.password)
    refuse_taken(user)
    user.set_password(registration.password)
    return user


def save_new(user: User) -> Fact:
    """Saves a new user and his address, which nobody has confirmed yet; runs inside a transaction."""
    user.save(force_insert=True)
    EmailAddress.objects.create(user=user, email=user.email.lower(), primary=True)
    return Fact(Verb.REGISTERED, "user", user.pk, payload={"username": user.username})


@contextmanager
def refusing_taken() -> Iterator[None]:
    """Turns what the database says of a name that is taken into `UsernameTaken` or `EmailTaken`."""
    try:
        yield
    except IntegrityError as error:
        raise taken(error) from error


def refuse_faults(user: User, password: str) -> None:
    """Raises `Invalid` with everything that is wrong with a new user's fields and password."""
    faults = field_faults(user, ["username", "email", "full_name"]) + password_faults(password, "password")
    if faults:
        raise Invalid(faults[0].message, faults=faults)


def field_faults(user: User, names: Collection[str]) -> list[Fault]:
    """Everything that is wrong with these fields of a user, as the model's validators see it."""
    others = [field.name for field in User._meta.fields if field.name not in names]
    try:
        user.clean_fields(exclude=others)
    except ValidationError as error:
        return [
            Fault(field, each.code or "invalid", " ".join(each.messages))
            for field, errors in error.error_dict.items()
            for each in errors
        ]
    return []


def refuse_taken(user: User) -> None:
    """Raises `UsernameTaken` or `EmailTaken` for what another user has, in whatever case."""
    others = User.objects.exclude(pk=user.pk)
    faults = []
    if others.alias(wanted=Lower("username")).filter(wanted=Lower(Value(user.username))).exists():
        faults.append(Fault("username", UsernameTaken.code, USERNAME_TAKEN))
    if others.alias(wanted=Lower("email")).filter(wanted=Lower(Value(user.email))).exists():
        faults.append(Fault("email", EmailTaken.code, EMAIL_TAKEN))
    if faults:
        error = UsernameTaken if faults[0].field == "username" else EmailTaken
        raise error(faults[0].message, faults=faults)


def taken(error: IntegrityError) -> DomainError | IntegrityError:
    """The refusal that a violated constraint stands for; the error itself where it is none of these."""
    text = str(error)
    if "user_email_ci" in text:
        return EmailTaken(EMAIL_TAKEN, faults=[Fault("email", EmailTaken.code, EMAIL_TAKEN)])
    if "user_username_ci" in text or "accounts_user_username" in text or "accounts_user.username" in text:
        return UsernameTaken(USERNAME_TAKEN, faults=[Fault("username", UsernameTaken.code, USERNAME_TAKEN)])
    return error
