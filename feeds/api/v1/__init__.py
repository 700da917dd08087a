"""The calls of the API, version 1, by which calendars come in and go out."""
