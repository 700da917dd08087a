"""Pages and answers of the service itself."""
