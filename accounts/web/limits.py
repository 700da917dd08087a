"""How often the pages of accounts may be posted: the same counters as those of the API where it has them."""

from django.conf import settings
from django.http import HttpRequest

from accounts.rules.addresses import composed
from core.api.address import client_address, network_of
from core.errors import TooManyRequests
from core.limits import count_call

CHALLENGES = "30/m"
RESETS_OF_ADDRESS = "20/h"
RESETS_OF_EMAIL = "5/h"
CONFIRMATIONS = "5/h"


def limit_sign_in(request: HttpRequest) -> None:
    """Counts an attempt to sign in from this address. Raises `TooManyRequests`, as all of these."""
    count_call("login", _address(request), settings.RATE_LIMIT_LOGIN)


def limit_sign_up(request: HttpRequest) -> None:
    """Counts a registration from this address."""
    count_call("register", _address(request), settings.RATE_LIMIT_REGISTER)


def limit_challenges(request: HttpRequest) -> None:
    """Counts a question for what a passkey shall sign: each keeps a row for its answer."""
    count_call("challenges of passkeys", _address(request), CHALLENGES)


def limit_resets(request: HttpRequest) -> None:
    """Counts a forgotten password, by the address that asks and by the email that would get the mail."""
    count_call("password resets", _address(request), RESETS_OF_ADDRESS)
    email = composed(request.POST.get("email", "")).strip().lower()
    count_call("password resets of an email", email, RESETS_OF_EMAIL)


def limit_new_passwords(request: HttpRequest) -> None:
    """Counts a try of a link."""
    count_call("new passwords", _address(request), RESETS_OF_ADDRESS)


def may_send_confirmation(user_id: int) -> bool:
    """Whether the user gets another mail to confirm his email by; counts it."""
    try:
        count_call("confirmation mails", f"user {user_id}", CONFIRMATIONS)
    except TooManyRequests:
        return False
    return True


def _address(request: HttpRequest) -> str:
    return f"address {network_of(client_address(request))}"
