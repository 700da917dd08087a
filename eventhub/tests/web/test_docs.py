import re

import pytest
from django.test import Client


@pytest.mark.parametrize("path", ["/openapi.json", "/api/v1/openapi.json"])
def test_document_is_openapi_3_1(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["openapi"].startswith("3.1.")
    assert answer.json()["info"]["title"] == "EventHub API"


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_page_loads_only_files_of_this_server(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(files) >= 3
    assert {file: client.get(file).status_code for file in files} == dict.fromkeys(files, 200)
    assert 'data-document="/openapi.json"' in page
    # the strict policy allows neither
    assert re.findall(r"<style|style=|<script>|https?://", page) == []
