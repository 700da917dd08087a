"""The verbs of the core: the only code that writes calendars and events."""
