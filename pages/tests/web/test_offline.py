"""The page for when there is no connection."""

import json
import re

from django.test import Client


def test_worker_keeps_the_offline_page_and_what_it_is_drawn_with(client: Client) -> None:
    answer = client.get("/service-worker.js")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/javascript; charset=utf-8", "no-cache")
    (kept,) = re.findall(r"const KEPT = (\[.*?\]);", answer.content.decode())
    assert [client.get(path).status_code for path in json.loads(kept)] == [200] * 6
    assert json.loads(kept)[0] == "/offline/"


def test_offline_page_holds_nothing_of_anybodys(client: Client) -> None:
    answer = client.get("/offline/")
    page = answer.content.decode()
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["No connection"]
    assert "csrf" not in page
    assert answer.cookies == {}
