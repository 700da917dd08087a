"""The one spelling that addresses are kept and looked for in."""

from accounts.rules.addresses import composed


def test_an_accent_of_its_own_becomes_a_part_of_its_letter() -> None:
    assert composed("ann@exa\u0308mple.org") == composed("ann@ex\u00e4mple.org") == "ann@ex\u00e4mple.org"


def test_what_only_resembles_a_letter_stays_another_one() -> None:
    assert composed("ann@stra\u00dfe.de") == "ann@stra\u00dfe.de"
    assert composed("ann@\u0435xample.org") == "ann@\u0435xample.org"
