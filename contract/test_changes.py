"""Changes: everything, and then what happened, for who follows the tokens."""

from typing import Any

from contract.client import Client
from contract.expect import EVENT_KEYS, body, invalid, problem


def changes(
    client: Client, since: str | None = None, **query: Any
) -> tuple[list[tuple[int, bool]], str, bool]:
    """The events of a page, each with whether it is gone; the token; whether there is more."""
    page = body(client.get("/changes", **({"since": since} if since else {}), **query))
    assert set(page) == {"changes", "token", "more"}
    for change in page["changes"]:
        assert set(change) == {"event_id", "version", "deleted"} | (set() if change["deleted"] else {"event"})
        if not change["deleted"]:
            assert set(change["event"]) == EVENT_KEYS
            assert (change["event"]["id"], change["event"]["version"]) == (
                change["event_id"],
                change["version"],
            )
    return [(c["event_id"], c["deleted"]) for c in page["changes"]], page["token"], page["more"]


def test_first_comes_everything_and_then_what_changes(ann: Client) -> None:
    event = ann.create()
    rows, token, more = changes(ann)
    assert (rows, more) == ([(event["id"], False)], False)
    ann.edit(event["id"], title="New")
    rows, token, _ = changes(ann, token)
    assert rows == [(event["id"], False)]
    ann.delete(f"/events/{event['id']}")
    rows, token, _ = changes(ann, token)
    assert rows == [(event["id"], True)]
    assert changes(ann, token)[0] == []


def test_all_can_be_read_in_pages(ann: Client) -> None:
    made = [ann.create(transparency="transparent")["id"] for _ in range(3)]
    first, token, more = changes(ann, limit=2)
    assert (first, more) == ([(pk, False) for pk in made[:2]], True)
    ann.delete(f"/events/{made[0]}")
    rest: list[tuple[int, bool]] = []
    while more:
        rows, token, more = changes(ann, token, limit=2)
        rest += rows
    assert rest == [(made[2], False), (made[0], True)]


def test_sight_that_is_given_and_taken_is_a_change(ann: Client, ben: Client) -> None:
    single = ann.create(transparency="transparent")["id"]
    calendar = ann.create_calendar()["id"]
    held = ann.create(calendar_id=calendar, transparency="transparent")["id"]
    _, token, _ = changes(ben)
    ann.share(f"/events/{single}", ben, role="viewer")
    ann.share(f"/calendars/{calendar}", ben, role="editor")
    rows, token, _ = changes(ben, token)
    assert rows == [(single, False), (held, False)]
    assert ann.delete(f"/events/{single}/permissions/{ben.id}").status_code == 200
    assert ann.delete(f"/calendars/{calendar}/permissions/{ben.id}").status_code == 200
    rows, token, _ = changes(ben, token)
    assert rows == [(single, True), (held, True)]
    ann.edit(single, title="Not Ben's to know")
    assert changes(ben, token)[0] == []


def test_a_token_is_its_readers(ann: Client, ben: Client) -> None:
    _, token, _ = changes(ann)
    invalid(ben.get("/changes", since=token), "since")
    invalid(ann.get("/changes", since="made-up"), "since")
    invalid(ann.get("/changes", limit=0), "limit")
    invalid(ann.get("/changes", limit=501), "limit")


def test_nobody_follows_changes(anonymous: Client) -> None:
    problem(anonymous.get("/changes"), 401, "not_authenticated")
