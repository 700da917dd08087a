"""The project: settings, URL tables and entry points."""

__version__ = "0.1.0"
