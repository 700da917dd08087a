"""How passwords are hashed."""

from django.contrib.auth.hashers import make_password

from accounts.factories import PASSWORD


def test_passwords_are_hashed_by_argon2id_in_19_mib_2_passes_and_1_lane() -> None:
    _, variety, _, parameters, _, _ = make_password(PASSWORD).split("$")
    assert (variety, parameters) == ("argon2id", "m=19456,t=2,p=1")
