"""The proof of the wire contract: every sentence of it as a test that speaks HTTP to a running server."""
