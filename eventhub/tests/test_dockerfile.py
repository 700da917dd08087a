"""The steps of the Dockerfile, run in clean folders: no Docker is needed to see that they work."""

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

from eventhub.tests.server import free_port, get, running

ROOT = Path(settings.BASE_DIR)


@dataclass
class Stage:
    """One `FROM` and what follows it."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    instructions: dict[str, str] = field(default_factory=dict)


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines)]


def left_out(folder: str, names: list[str]) -> set[str]:
    patterns = (ROOT / ".dockerignore").read_text().split()
    anywhere = [pattern.removeprefix("**/") for pattern in patterns if pattern.startswith("**/")]
    at_root = patterns if Path(folder) == ROOT else []
    return {
        name for name in names if any(fnmatch.fnmatch(name, pattern) for pattern in [*anywhere, *at_root])
    }


def copy(arguments: str, stage: Stage, stages: dict[str, Stage]) -> None:
    words = shlex.split(arguments)
    origin = next((word.removeprefix("--from=") for word in words if word.startswith("--from=")), None)
    *sources, target = [word for word in words if not word.startswith("--")]
    for source in sources:
        start = stages[origin].folder / source.removeprefix("/app").lstrip("/") if origin else ROOT / source
        end = stage.folder / target
        if start.is_dir():
            ignore = None if origin else left_out
            shutil.copytree(start, end, symlinks=True, dirs_exist_ok=True, ignore=ignore)
        else:
            shutil.copy(start, end)


def build(folder: Path) -> Stage:
    """The last stage, with all steps done; `/app` is a folder below the one given."""
    stages: dict[str, Stage] = {}
    stage = Stage(folder)
    for name, rest in instructions():
        match name:
            case "FROM":
                label = rest.split(" AS ")[-1]
                stage = stages[label] = Stage(folder / str(len(stages)))
                stage.folder.mkdir()
            case "ENV":
                stage.environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
            case "RUN":
                environment = {**outside(), "HOME": str(folder), **stage.environment}
                subprocess.run(rest, shell=True, check=True, cwd=stage.folder, env=environment)
            case "COPY":
                copy(rest, stage, stages)
            case _:
                stage.instructions[name] = rest
    return stage


def outside() -> dict[str, str]:
    """What a build has from the machine that it runs on, and nothing that configures EventHub."""
    return {
        name: value
        for name, value in os.environ.items()
        if name == "PATH" or name.startswith("PIP_") or name.lower().endswith("_proxy")
    }


@pytest.mark.slow
def test_image_serves_in_production(tmp_path: Path) -> None:
    stage = build(tmp_path)
    port = free_port()
    environment = {
        **outside(),
        **stage.environment,
        "PORT": str(port),
        "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": "calendar.example.org",
        "TRUSTED_PROXIES": "127.0.0.1",
    }
    # never this repository's own environment, which has what the image may lack
    migrate = [".venv/bin/python", "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, check=True, cwd=stage.folder, env=environment)

    with running(json.loads(stage.instructions["CMD"]), port, cwd=stage.folder, env=environment):
        probe = json.loads(stage.instructions["HEALTHCHECK"].partition("CMD ")[2])
        subprocess.run(probe, check=True, cwd=stage.folder, env=environment)

        handed_on = {
            "Host": "calendar.example.org",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "203.0.113.9",
            "Accept": "text/html",
        }
        status, _, page = get(port, "/", handed_on)
        assert status == 200
        style = re.search(r'href="(/static/css/app\.[0-9a-f]{12}\.css)"', page.decode())
        assert style
        assert get(port, style[1], handed_on)[0] == 200


def test_image_runs_as_nobody_special() -> None:
    assert dict(instructions())["USER"] == "10001:10001"


def test_image_holds_no_secrets_and_no_state() -> None:
    kept = set(os.listdir(ROOT)) - left_out(str(ROOT), os.listdir(ROOT))
    assert kept & {".env", ".git", ".venv", "var"} == set()
