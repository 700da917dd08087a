"""The one spelling that addresses are kept and looked for in."""

from unicodedata import normalize


def composed(text: str) -> str:
    """The text with every letter and its accents as one character where there is one (NFC).

    A host name may have such letters, and a reader cannot see how they are put together.
    """
    return normalize("NFC", text)
