"""Rules in German words: cases and genders are right in each kind of rule, and no rule is without words."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings

from core.errors import Invalid
from events.rules.recurrence import canonical_rrule
from events.rules.rule_words import content_in_words, rule_in_words
from events.tests.rules.rules_of_all_kinds import rules

START = datetime(2031, 3, 10, 9)  # a Monday


def words(rrule: str, **options: Any) -> str:
    zone = "Europe/Berlin"
    rrule = canonical_rrule(rrule, start=START, tz=zone, is_all_day=False)
    return rule_in_words(rrule, start=START, tz=zone, is_all_day=False, language="de", **options)


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("FREQ=DAILY", "jeden Tag um 09:00"),
        ("FREQ=DAILY;INTERVAL=3", "alle 3 Tage um 09:00"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20311218", "jeden Werktag um 09:00 bis zum 18. Dezember"),
        ("FREQ=DAILY;INTERVAL=2;BYDAY=MO,FR", "alle 2 Tage um 09:00, nur am Montag und Freitag"),
        (
            "FREQ=DAILY;INTERVAL=2;BYMONTHDAY=1,-1",
            "alle 2 Tage um 09:00, nur am 1. und am letzten Tag des Monats",
        ),
        ("FREQ=DAILY;BYMONTH=3,4", "jeden Tag im März und April um 09:00"),
        ("FREQ=DAILY;COUNT=10", "jeden Tag um 09:00, 10-mal"),
        ("FREQ=DAILY;COUNT=1", "jeden Tag um 09:00, einmal"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "alle 2 Wochen am Montag und Donnerstag um 09:00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR", "alle 2 Wochen von Montag bis Freitag um 09:00"),
        (
            "FREQ=WEEKLY;BYDAY=MO,TH;BYSETPOS=-1",
            "jede Woche am Montag und Donnerstag um 09:00, beschränkt auf den letzten jeder Woche",
        ),
        ("FREQ=MONTHLY", "am 10. jedes Monats um 09:00"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=3TU", "am dritten Dienstag jedes zweiten Monats um 09:00"),
        ("FREQ=MONTHLY;INTERVAL=14;BYMONTHDAY=-12", "am 12.-letzten Tag jedes 14. Monats um 09:00"),
        (
            "FREQ=MONTHLY;BYDAY=-1FR,1MO,WE",
            "am ersten Montag, am letzten Freitag und an jedem Mittwoch jedes Monats um 09:00",
        ),
        (
            "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1,-2",
            "am ersten und vorletzten Wochenendtag jedes Monats um 09:00",
        ),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "am ersten Montag oder Dienstag jedes Monats um 09:00"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
            "am 13. jedes Monats um 09:00, nur wenn das an einem Freitag ist",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=16,17,18,19,20,21,22;BYDAY=WE",
            "am ersten Mittwoch ab dem 16. jedes Monats um 09:00",
        ),
        ("FREQ=MONTHLY;BYMONTH=3,9;BYDAY=3TU", "am dritten Dienstag im März und September um 09:00"),
        (
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=12;BYMONTHDAY=24,25",
            "alle 4 Jahre am 24. und 25. Dezember um 09:00",
        ),
        ("FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1", "jedes Jahr am 1. im Januar und Juli um 09:00"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "jedes Jahr am letzten Tag im Februar um 09:00"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "jedes Jahr am letzten Sonntag im März um 09:00"),
        ("FREQ=YEARLY;BYDAY=20MO", "jedes Jahr am 20. Montag des Jahres um 09:00"),
        (
            "FREQ=YEARLY;BYWEEKNO=20,-1",
            "jedes Jahr am Montag in Woche 20 und in der letzten Woche um 09:00",
        ),
        (
            "FREQ=YEARLY;BYWEEKNO=1,2;BYMONTHDAY=3",
            "jedes Jahr in Woche 1 und 2 um 09:00, nur am 3. des Monats",
        ),
        (
            "FREQ=YEARLY;BYYEARDAY=1,-1;BYDAY=MO",
            "jedes Jahr am 1. Tag und am letzten Tag des Jahres um 09:00, nur wenn das an einem Montag ist",
        ),
        (
            "FREQ=HOURLY;UNTIL=20310311T120000Z",
            "jede Stunde ab 09:00 bis zum 11. März um 13:00",
        ),
    ],
)
def test_each_kind_of_rule(rrule: str, expected: str) -> None:
    assert words(rrule) == expected


def test_exceptions_are_dates_or_their_number() -> None:
    out = {f"2031-03-{day}T09:00:00": {"excluded": True} for day in range(11, 16)}
    first = dict(list(out.items())[:1])
    more: dict[str, Any] = {f"2031-03-{day}T15:00:00": {} for day in range(11, 16)}
    added: dict[str, Any] = {"2031-03-12T15:00:00": {}, "2032-01-01T09:00:00": {}}

    assert words("FREQ=DAILY", overrides=first) == "jeden Tag um 09:00, außer am 11. März"
    assert words("FREQ=DAILY", overrides=out) == "jeden Tag um 09:00, außer an 5 Tagen"
    assert words("FREQ=DAILY", overrides=more) == "jeden Tag um 09:00, und an 5 weiteren Tagen"
    assert words("FREQ=DAILY", overrides=added) == ("jeden Tag um 09:00, und am 12. März")
    assert (
        rule_in_words("", start=START, tz="UTC", is_all_day=False, overrides=added, language="de")
        == "am 10. März, 12. März und 1. Januar 2032 um 09:00"
    )


def test_a_language_without_a_vocabulary_is_english() -> None:
    stored = ("FREQ=DAILY", datetime.fromisoformat("2031-03-10T09:00Z"), "UTC", False)

    assert content_in_words(*stored, {}, "de-AT") == "jeden Tag um 09:00"
    assert content_in_words(*stored, {}, "pt") == "every day at 09:00"


@settings(max_examples=300)
@given(rules())
def test_no_canonical_rule_is_without_words(rrule: str) -> None:
    try:
        said = words(rrule)
    except Invalid:
        return
    assert 0 < len(said) < 1500
    assert "  " not in said
    assert "{" not in said
