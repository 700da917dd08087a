"""Events of a series edited and deleted in each scope, by the API and by the pages."""

from collections.abc import Callable

from pages.tests.door_parity.world import Case, World, api, filled, page


def move_one_date_api(world: World) -> None:
    body = {"start_time": "2031-03-24T10:00:00Z", "end_time": "2031-03-24T11:00:00Z", "version": 1}
    api(world, "PATCH", f"/events/{world.series.pk}?scope=this&recurrence_id=2031-03-24T09:00:00", body)


def move_one_date_page(world: World) -> None:
    path = f"/events/{world.series.pk}/move/?recurrence_id=2031-03-24T09:00:00"
    times = {"start": "2031-03-24T11:00", "end": "2031-03-24T12:00"}
    page(world, path, {**times, "version": 1, "scope": "this"})


DATE = "2031-03-24T09:00:00"
FOLLOWING = "2031-03-31T09:00:00"


def edited_api(scope: str, date: str) -> Callable[[World], None]:
    def edit(world: World) -> None:
        query = f"?scope={scope}&recurrence_id={date}"
        body = {"title": "Otherwise", "location": "There", "change_reason": "So it is", "version": 1}
        api(world, "PATCH", f"/events/{world.series.pk}{query}", body)

    return edit


def edited_page(scope: str, date: str) -> Callable[[World], None]:
    def edit(world: World) -> None:
        path = f"/events/{world.series.pk}/edit/"
        words = {"title": "Otherwise", "location": "There", "change_reason": "So it is"}
        form = filled(world, f"{path}?recurrence_id={date}", **words, scope=scope)
        page(world, path, {**form, "recurrence_id": date, "version": 1})

    return edit


def deleted_api(scope: str, date: str) -> Callable[[World], None]:
    query = f"?scope={scope}&recurrence_id={date}"
    return lambda world: api(world, "DELETE", f"/events/{world.series.pk}{query}")


def deleted_page(scope: str, date: str) -> Callable[[World], None]:
    form = {"scope": scope, "recurrence_id": date, "version": 1}
    return lambda world: page(world, f"/events/{world.series.pk}/delete/", form)


CASES = {
    "move one date of a series": Case(("patch_event",), move_one_date_api, move_one_date_page),
    **{
        f"edit {words} of a series": Case(("patch_event",), edited_api(scope, date), edited_page(scope, date))
        for words, scope, date in (
            ("one date", "this", DATE),
            ("one date and all that follow", "following", FOLLOWING),
            ("all dates", "all", DATE),
        )
    },
    **{
        f"delete {words} of a series": Case(
            ("delete_event",), deleted_api(scope, date), deleted_page(scope, date)
        )
        for words, scope, date in (
            ("one date", "this", DATE),
            ("one date and all that follow", "following", FOLLOWING),
            ("all dates", "all", DATE),
        )
    },
}
