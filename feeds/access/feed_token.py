"""The secret in a feed's address, of which only a digest is kept."""

import re
import secrets
from hashlib import sha256

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """256 random bits, as an address can hold them."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is stored of it: nothing slower is needed, as nobody can guess 256 bits."""
    return sha256(token.encode()).hexdigest()
