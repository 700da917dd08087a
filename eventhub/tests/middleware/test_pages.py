"""What only pages go through."""

import gzip

from django.test import Client

PACKED = {"Accept-Encoding": "gzip, br"}


def test_page_is_compressed_for_who_takes_it(client: Client) -> None:
    plain = client.get("/help/")
    packed = client.get("/help/", headers=PACKED)
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert b"<h1>Help</h1>" in gzip.decompress(packed.content)


def test_call_of_the_api_is_not(client: Client) -> None:
    answer = client.get("/api/v1/nothing", headers=PACKED)
    assert "Content-Encoding" not in answer
    assert "Accept-Language" not in answer.get("Vary", "")


def test_language_of_a_page_is_named(client: Client) -> None:
    languages = [
        client.get("/help/", headers={"Accept-Language": asked})["Content-Language"]
        for asked in ("de-CH,de;q=0.9", "en-GB", "fr", "")
    ]
    assert languages == ["de", "en", "en", "en"]
