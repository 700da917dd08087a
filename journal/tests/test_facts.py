"""What a fact refuses to be."""

from typing import Any

import pytest

from journal.facts import Fact


@pytest.mark.parametrize(
    "texts",
    [{"verb": "v" * 41}, {"subject_kind": "k" * 21}, {"summary": "s" * 301}],
    ids=lambda texts: next(iter(texts)),
)
def test_a_text_longer_than_its_column_is_refused_on_every_database(texts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="longer than"):
        Fact(**{"verb": "created", "subject_kind": "event", "subject_id": 1, **texts})
