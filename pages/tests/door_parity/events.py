"""Events made, edited, moved, deleted, brought back, by the API and by the pages."""

from pages.tests.door_parity.world import Case, World, api, filled, page


def create_api(world: World) -> None:
    body = {
        "title": "New",
        "start_time": "2031-05-06T09:00:00+02:00",
        "end_time": "2031-05-06T10:30:00+02:00",
        "timezone": "Europe/Berlin",
        "calendar_id": world.team.pk,
        "location": "Here",
        "tags": ["a", "b"],
    }
    api(world, "POST", "/events/", body)


def create_page(world: World) -> None:
    times = {
        "start_date": "2031-05-06",
        "start_time": "09:00",
        "end_date": "2031-05-06",
        "end_time": "10:30",
        "timezone": "Europe/Berlin",
    }
    home = {"calendar_id": world.team.pk}
    page(
        world,
        "/events/new/",
        filled(world, "/events/new/", title="New", location="Here", tags="a, b", **times, **home),
    )


def update_api(world: World) -> None:
    body = {
        "title": "Third",
        "description": "More",
        "version": world.event.version,
        "change_reason": "Because",
    }
    api(world, "PATCH", f"/events/{world.event.pk}", body)


def update_page(world: World) -> None:
    path = f"/events/{world.event.pk}/edit/"
    page(world, path, filled(world, path, title="Third", description="More", change_reason="Because"))


def move_api(world: World) -> None:
    body = {
        "start_time": "2031-03-12T11:00:00+01:00",
        "end_time": "2031-03-12T12:00:00+01:00",
        "version": world.event.version,
    }
    api(world, "PATCH", f"/events/{world.event.pk}", body)


def move_page(world: World) -> None:
    path = f"/events/{world.event.pk}/move/"
    page(
        world,
        path,
        {"start": "2031-03-12T11:00", "end": "2031-03-12T12:00", "version": world.event.version},
    )


def delete_api(world: World) -> None:
    api(world, "DELETE", f"/events/{world.event.pk}")


def delete_page(world: World) -> None:
    page(world, f"/events/{world.event.pk}/delete/", {"version": world.event.version})


def restore_api(world: World) -> None:
    api(world, "POST", f"/events/{world.trashed.pk}/restore")


def restore_page(world: World) -> None:
    page(world, f"/trash/{world.trashed.pk}/restore/")


def purge_api(world: World) -> None:
    api(world, "DELETE", f"/trash/{world.trashed.pk}")


def purge_page(world: World) -> None:
    page(world, f"/trash/{world.trashed.pk}/delete/")


def rollback_api(world: World) -> None:
    api(world, "POST", f"/events/{world.event.pk}/rollback/1", {"change_reason": "Better so"})


def rollback_page(world: World) -> None:
    path = f"/events/{world.event.pk}/restore/1/"
    rows = [row.name for row in world.client.get(path).context["rows"]]
    reason = {"version": world.event.version, "change_reason": "Better so"}
    page(world, path, {**reason, "offered": rows, "row": rows})


def undo_api(world: World) -> None:
    api(world, "POST", f"/undo/{world.token}")


def undo_page(world: World) -> None:
    page(world, f"/undo/{world.token}/")


def replace_api(world: World) -> None:
    body = {
        "title": "Third",
        "description": "",
        "start_time": "2031-03-11T09:00:00+01:00",
        "end_time": "2031-03-11T10:00:00+01:00",
        "timezone": "Europe/Berlin",
        "tags": ["two"],
        "version": world.event.version,
    }
    api(world, "PUT", f"/events/{world.event.pk}", body)


def replace_page(world: World) -> None:
    path = f"/events/{world.event.pk}/edit/"
    times = {
        "start_date": "2031-03-11",
        "start_time": "09:00",
        "end_date": "2031-03-11",
        "end_time": "10:00",
    }
    page(world, path, filled(world, path, title="Third", tags="two", **times))


def save_anyway_api(world: World) -> None:
    body = {
        "title": "Over it",
        "start_time": f"{world.event.start_at:%FT%TZ}",
        "end_time": f"{world.event.end_at:%FT%TZ}",
        "timezone": "Europe/Berlin",
        "calendar_id": world.team.pk,
    }
    api(world, "POST", "/events/?on_conflict=allow", body)


def save_anyway_page(world: World) -> None:
    link = f"start={world.event.start_at:%FT%TZ}&end={world.event.end_at:%FT%TZ}&calendar={world.team.pk}"
    form = filled(world, f"/events/new/?{link}", title="Over it")
    refused = world.client.post("/events/new/", form)
    assert refused.status_code == 409, refused.status_code
    page(world, "/events/new/", {**form, "on_conflict": "allow"})


def move_anyway_api(world: World) -> None:
    body = {
        "start_time": f"{world.series.start_at:%FT%TZ}",
        "end_time": f"{world.series.end_at:%FT%TZ}",
        "version": world.event.version,
    }
    api(world, "PATCH", f"/events/{world.event.pk}?on_conflict=allow", body)


def move_anyway_page(world: World) -> None:
    form = {"start": "2031-03-17T10:00", "end": "2031-03-17T11:00", "version": world.event.version}
    path = f"/events/{world.event.pk}/move/"
    assert world.client.post(path, form).status_code == 409
    page(world, path, {**form, "on_conflict": "allow"})


def merge_api(world: World) -> None:
    body = {"location": "There", "version": world.event.version - 1}
    api(world, "PATCH", f"/events/{world.event.pk}", body)


def merge_page(world: World) -> None:
    path = f"/events/{world.event.pk}/edit/"
    # the form was opened before the title and the tags were changed
    before = {"title": "First", "tags": "", "version": world.event.version - 1}
    page(world, path, filled(world, path, location="There", **before))


def decide_api(world: World) -> None:
    body = {"title": "Mine", "location": "There", "version": world.event.version - 1}
    stale = world.client.patch(f"/api/v1/events/{world.event.pk}", body, content_type="application/json")
    assert stale.status_code == 409, stale.content
    api(world, "PATCH", f"/events/{world.event.pk}", {**body, "version": world.event.version})


def decide_page(world: World) -> None:
    path = f"/events/{world.event.pk}/edit/"
    before = {"title": "Mine", "tags": "", "version": world.event.version - 1}
    stale = world.client.post(path, filled(world, path, location="There", **before))
    assert stale.status_code == 409, stale.content
    chooser = stale.context["chooser"]
    form = dict(chooser.hidden)
    for decision in chooser.decisions:
        form["decide"] = decision.name
        form[f"choice.{decision.name}"] = "mine"
        form.update({name: value for side in decision.sides for name, value in side.hidden})
    page(world, path, form)


def restore_fields_api(world: World) -> None:
    body = {"change_reason": "The tags were right", "fields": ["title"]}
    api(world, "POST", f"/events/{world.event.pk}/rollback/1", body)


def restore_fields_page(world: World) -> None:
    path = f"/events/{world.event.pk}/restore/1/"
    offered = [row.name for row in world.client.get(path).context["rows"]]
    assert offered == ["title", "tags"]
    form = {"version": world.event.version, "change_reason": "The tags were right"}
    page(world, path, {**form, "offered": offered, "row": ["title"]})


CASES = {
    "create": Case(("create_event",), create_api, create_page),
    "create, saved anyway": Case(("create_event",), save_anyway_api, save_anyway_page),
    "update": Case(("patch_event",), update_api, update_page),
    "update of all fields": Case(("update_event",), replace_api, replace_page),
    "update, merged": Case(("patch_event",), merge_api, merge_page),
    "update, stale and decided": Case(("patch_event",), decide_api, decide_page),
    "move": Case(("patch_event",), move_api, move_page),
    "move, saved anyway": Case(("patch_event",), move_anyway_api, move_anyway_page),
    "delete": Case(("delete_event",), delete_api, delete_page),
    "restore": Case(("restore_event",), restore_api, restore_page),
    "delete for good": Case(("purge_event",), purge_api, purge_page),
    "rollback": Case(("roll_back_event",), rollback_api, rollback_page),
    "rollback of one field": Case(("roll_back_event",), restore_fields_api, restore_fields_page),
    "undo": Case(("undo_write",), undo_api, undo_page),
}
