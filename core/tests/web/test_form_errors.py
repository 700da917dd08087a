from django import forms

from core.errors import Conflict, Fault, Invalid
from core.web.form_errors import add_errors


class Sample(forms.Form):
    title = forms.CharField()
    starts = forms.CharField()


def sample() -> Sample:
    form = Sample({"title": "Lunch", "starts": "12:30"})
    assert form.is_valid()
    return form


def test_faults_go_to_their_fields() -> None:
    form = sample()
    faults = [Fault("title", "blank", "Say what it is."), Fault("start_time", "past", "Too early.")]
    add_errors(form, Invalid("Two things.", faults=faults), {"start_time": "starts"})
    assert form.errors == {"title": ["Say what it is."], "starts": ["Too early."]}


def test_nested_fault_goes_to_the_field_that_holds_it() -> None:
    form = sample()
    add_errors(form, Invalid.of("title.0.name", "blank", "Say it."))
    assert form.errors == {"title": ["Say it."]}


def test_fault_of_no_field_names_it_for_the_form() -> None:
    form = sample()
    add_errors(form, Invalid.of("rrule", "invalid", "Not a rule."))
    assert form.errors == {"__all__": ["rrule: Not a rule."]}


def test_error_without_faults_is_the_forms_as_a_whole() -> None:
    form = sample()
    add_errors(form, Conflict("Somebody was faster."))
    assert form.errors == {"__all__": ["Somebody was faster."]}
    assert form.errors.as_data()["__all__"][0].code == "conflict"
