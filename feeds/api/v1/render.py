"""The JSON of what became of an import."""

from typing import Any

from feeds.facts import ComponentReport, ImportReport

_OPTIONAL = ("code", "reason", "event_id")


def import_json(report: ImportReport) -> dict[str, Any]:
    """What became of each component of a file."""
    return {
        "calendar_id": report.calendar_id,
        "summary": report.summary,
        "components": [component_json(component) for component in report.components],
    }


def component_json(component: ComponentReport) -> dict[str, Any]:
    """What became of one component; what there is nothing to say about is left out."""
    rendered: dict[str, Any] = {
        "uid": component.uid,
        "recurrence_id": component.recurrence_id,
        "line": component.line,
        "result": component.result,
    }
    said = {name: getattr(component, name) for name in _OPTIONAL}
    return {**rendered, **{name: value for name, value in said.items() if value is not None}}
