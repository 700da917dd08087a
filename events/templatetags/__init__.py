"""Tags of the pages of events and of their history."""
