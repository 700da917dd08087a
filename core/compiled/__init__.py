"""Statements that Django compiles once for a database and a shape, and that run many times."""

from core.compiled.arguments import P
from core.compiled.queries import Compiled
from core.compiled.writes import Insert, Update

__all__ = ["Compiled", "Insert", "P", "Update"]
