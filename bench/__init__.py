"""`make bench`: the real server on PostgreSQL, beside a floor that runs its statements without Django."""
