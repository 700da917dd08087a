"""The secret in a feed's address, of which only a digest is kept."""

import re
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256

from django.utils.crypto import salted_hmac

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_seed() -> str:
    """256 random bits that a token comes from, and that tell nothing without the installation's key."""
    return secrets.token_urlsafe(32)


def token_from(seed: str) -> str:
    """The token of a seed, as an address can hold it, so that a repeated request is told the same."""
    digest = salted_hmac("feeds.access.feed_token", seed, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """What is stored of it: nothing slower is needed, as nobody can guess 256 bits."""
    return sha256(token.encode()).hexdigest()
