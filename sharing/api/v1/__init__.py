"""The Collaboration section of the API, version 1, and the search for people."""
