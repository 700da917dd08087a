"""Who may act: a person, nobody, or the installation itself."""

from typing import TypeAlias

from accounts.models import User
from core.actors import Anonymous, System

Actor: TypeAlias = User | Anonymous | System
