"""Makes users for tests and demo data."""

from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from factory.declarations import LazyAttribute, LazyFunction, Sequence
from factory.django import DjangoModelFactory
from factory.faker import Faker

from accounts.models import User

PASSWORD = "correct horse battery"


@cache
def hashed(password: str) -> str:
    """The password's hash, computed once: hashing is slow on purpose."""
    return make_password(password)


class UserFactory(DjangoModelFactory[User]):
    """A user whose password is `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = Sequence(lambda number: f"person{number}")  # type: ignore[no-untyped-call]
    email = LazyAttribute(lambda user: f"{user.username.lower()}@example.org")  # type: ignore[no-untyped-call]
    full_name = Faker("name")  # type: ignore[no-untyped-call]
    password = LazyFunction(lambda: hashed(PASSWORD))  # type: ignore[no-untyped-call]


def make_user(**fields: Any) -> User:
    """A saved user; `fields` as the model names them."""
    user: User = UserFactory.create(**fields)
    return user
