"""Runs Lighthouse on the pages that people wait for most, on a server as production starts it.

`python -m browser.lighthouse` prints a line a page and ends with 1 where a score is below its bound. It needs
Chromium and Node's npx, which fetches Lighthouse; who uses EventHub needs neither.
"""

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests

from browser.chromium import find_chromium
from browser.site import PASSWORD
from contract.server import RAISED_LIMITS, ROOT, Server, migrated, running

LIGHTHOUSE = "lighthouse@12.8.2"
BOUNDS = {"performance": 0.9, "accessibility": 1.0, "best-practices": 0.95}
# what the proxy in front of a site in production says
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
SECONDS = 180
# Chromium loses the trace of a page now and then; a score is never measured again
TRIES = 3
PRODUCTION = {
    **RAISED_LIMITS,
    "ENVIRONMENT": "production",
    "DEBUG": "false",
    "ALLOWED_HOSTS": "127.0.0.1",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "REDIS_URL": "",
}


def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        sys.exit("Lighthouse needs Chromium: install Debian's package chromium.")
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env={**os.environ, **PRODUCTION}, check=True)
    with migrated("seed_demo") as new_database, running(new_database, PRODUCTION) as server:
        cookies = _signed_in(server, "marta")
        event = _get(server, "/api/v1/events/?q=Launch&limit=1", cookies).json()[0]["id"]
        pages = {
            "sign-in": ("/accounts/login/", {}),
            "calendar": ("/calendar/?view=month", cookies),
            "event": (f"/events/{event}/", cookies),
        }
        missed = [
            name
            for name, (path, sent) in pages.items()
            if not _holds(name, _measure(chromium, f"{server.url}{path}", sent))
        ]
    if missed:
        sys.exit(f"Below its bound: {', '.join(missed)}.")


def _signed_in(server: Server, username: str) -> dict[str, str]:
    """The cookies of a session. They are for HTTPS only, so no jar would send them to this server."""
    page = _get(server, "/accounts/login/", {})
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token is not None, "the sign-in page has no token"
    answer = requests.post(
        f"{server.url}/accounts/login/",
        {"csrfmiddlewaretoken": token[1], "login": username, "password": PASSWORD},
        headers={
            **FORWARDED,
            "Cookie": _header(page.cookies.get_dict()),
            "Referer": f"{server.url.replace('http', 'https')}/accounts/login/",
        },
        allow_redirects=False,
        timeout=30,
    )
    assert answer.status_code == 302, f"signing in answers {answer.status_code}"
    return {str(name): str(value) for name, value in answer.cookies.get_dict().items()}


def _get(server: Server, path: str, cookies: Mapping[str, str]) -> requests.Response:
    headers = {**FORWARDED, "Cookie": _header(cookies)}
    answer = requests.get(f"{server.url}{path}", headers=headers, timeout=30, allow_redirects=False)
    assert answer.status_code == 200, f"{path} answers {answer.status_code}"
    return answer


def _header(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _measure(chromium: str, url: str, cookies: Mapping[str, str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        headers = Path(folder, "headers.json")
        headers.write_text(json.dumps({**FORWARDED, **({"Cookie": _header(cookies)} if cookies else {})}))
        report = Path(folder, "report.json")
        command = [
            *("npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={report}"),
            *(f"--extra-headers={headers}", f"--only-categories={','.join(BOUNDS)}"),
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        ]
        environment = {**os.environ, "CHROME_PATH": chromium}
        for _ in range(TRIES):
            done = subprocess.run(
                command, env=environment, capture_output=True, timeout=SECONDS, cwd=folder, check=False
            )
            if done.returncode == 0:
                result: dict[str, Any] = json.loads(report.read_text())
                return result
        sys.exit(done.stderr.decode())


def _holds(name: str, report: Mapping[str, Any]) -> bool:
    """Whether every score is what it must be; says so, and what cost points where it is not."""
    scores = {category: report["categories"][category]["score"] or 0 for category in BOUNDS}
    words = ", ".join(f"{category} {score:.2f} (≥ {BOUNDS[category]})" for category, score in scores.items())
    sys.stdout.write(f"{name}: {words}\n")
    low = [category for category, score in scores.items() if score < BOUNDS[category]]
    for category in low:
        for reference in report["categories"][category]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                sys.stdout.write(f"  {category}: {audit['title']} {audit.get('displayValue', '')}\n")
    return not low


if __name__ == "__main__":
    main()
