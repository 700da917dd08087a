"""django-allauth's app, without the middleware that it asks for."""

from allauth.account.apps import AccountConfig


class AllauthConfig(AccountConfig):
    """What that middleware does, `accounts/web/serving.py` does for allauth's pages alone.

    Even one that does nothing would cost every call of the API.
    """

    def ready(self) -> None:
        # registers its checks, which want the apps to be loaded
        from allauth.account import checks  # noqa: F401
