"""What other calendars fetch, without signing in."""
