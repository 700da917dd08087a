"""What a new password must be like."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from core.errors import Fault

# what the validators of the settings ask for, told to those who write clients
MIN_PASSWORD_LENGTH = 8
# hashing takes longer the longer the password is
MAX_PASSWORD_LENGTH = 1024


def password_faults(password: str, field: str) -> list[Fault]:
    """Every reason against a password, under the field's name; empty for a good one."""
    if len(password) > MAX_PASSWORD_LENGTH:
        return [Fault(field, "max_length", f"Use at most {MAX_PASSWORD_LENGTH} characters.")]
    try:
        validate_password(password)
    except ValidationError as error:
        return [Fault(field, each.code or "invalid", " ".join(each.messages)) for each in error.error_list]
    return []
