"""The demo: people who plan together, and what they have written around today."""
