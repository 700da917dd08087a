"""The instances that another implementation expects: the recurrence tests of ical.js."""

from datetime import datetime

import pytest

from core.errors import Invalid
from events.rules.recurrence import canonical_rrule
from events.tests.corpora import (
    ICAL_JS,
    REFUSED,
    START_COUNTED,
    Case,
    cases,
    expected_instances,
    found_instances,
    main,
    score,
)

pytestmark = pytest.mark.skipif(not ICAL_JS.exists(), reason="shared/corpora is not beside the repository")


@pytest.mark.parametrize(
    "case",
    [case for case in cases() if case["rrule"] not in REFUSED],
    ids=lambda case: f"{case['rrule']} {case['dtstart']}"[:120],
)
def test_ical_js_and_eventhub_agree(case: Case) -> None:
    one_more = [START_COUNTED[case["rrule"]]] if case["rrule"] in START_COUNTED else []
    assert found_instances(case) == expected_instances(case) + one_more


def test_the_corpus_is_whole() -> None:
    assert score(cases()) == {"agree": 111, "differ on purpose": 2, "refused on purpose": 2}
    assert {case["rrule"] for case in cases()} >= REFUSED | set(START_COUNTED)


def test_the_score_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    assert capsys.readouterr().out == (
        "score icaljs: 115 cases: 111 agree, 2 differ on purpose, 2 refused on purpose\n"
    )


@pytest.mark.parametrize("rrule", sorted(REFUSED))
def test_rules_by_the_second_or_minute_are_refused(rrule: str) -> None:
    with pytest.raises(Invalid) as refused:
        canonical_rrule(rrule, start=datetime(2015, 4, 30, 8), tz="UTC", is_all_day=False)

    assert [f.code for f in refused.value.faults] == ["rrule_frequency_refused"]
