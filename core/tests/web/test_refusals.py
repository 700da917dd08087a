"""What is said below the doors, told in the reader's language."""

import pytest
from django.utils import translation

from core.web.refusals import SENTENCES, in_readers_words, whole_sentence


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("The title must not be empty.", "Der Titel darf nicht leer sein."),
        ("An event has at most 20 tags.", "Ein Termin hat höchstens 20 Schlagwörter."),
        (
            "INTERVAL=0 is not valid: INTERVAL is a number from 1 to 999.",
            "INTERVAL=0 ist nicht gültig: INTERVAL ist eine Zahl von 1 bis 999.",
        ),
        (
            "The zone Here was read as Europe/Lisbon. There is no DTSTART.",
            "Die Zone Here wurde als Europe/Lisbon gelesen. DTSTART fehlt.",
        ),
        ("VTODO is not imported: only events are.", "VTODO wird nicht importiert, nur Termine werden es."),
        ("1 property was too long to be kept.", "Eine Eigenschaft war zu lang und wurde nicht behalten."),
        (
            "SUMMARY has more than 200 characters and was cut. 3 properties were too long to be kept.",
            "SUMMARY hat mehr als 200 Zeichen und wurde gekürzt. "
            "3 Eigenschaften waren zu lang und wurden nicht behalten.",
        ),
        ("Nobody has ever said this. There is no DTSTART.", "Nobody has ever said this. DTSTART fehlt."),
        ("", ""),
    ],
)
def test_each_sentence_is_told_by_itself_with_what_stands_in_its_places(said: str, told: str) -> None:
    with translation.override("de"):
        assert in_readers_words(said) == told


@pytest.mark.parametrize(
    ("said", "english", "german"),
    [
        ("Event not found", "Event not found.", "Diesen Termin gibt es nicht."),
        ("Sign in to do this.", "Sign in to do this.", "Melden Sie sich dafür an."),
        ("", "", ""),
    ],
)
def test_on_a_page_a_sentence_has_its_full_stop(said: str, english: str, german: str) -> None:
    for language, told in (("en", english), ("de", german)):
        with translation.override(language):
            assert whole_sentence(said) == told


def test_english_stays_as_it_was_said() -> None:
    with translation.override("en"):
        assert [in_readers_words(sentence) for sentence in SENTENCES] == list(SENTENCES)


def test_no_sentence_is_listed_twice() -> None:
    assert len(set(SENTENCES)) == len(SENTENCES)
