"""`manage.py vendor_icons`: makes the icons' sprite from Lucide's package, and the list of digests anew."""

import hashlib
import re
import tarfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from core.commands import OperatorCommand

VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"
SYMBOL = re.compile(r'<symbol id="([a-z0-9-]+)"[^>]*>.*?</symbol>', re.DOTALL)
LICENSE_LINE = re.compile(r"<!-- @license .*? -->")
HEAD = '<svg xmlns="http://www.w3.org/2000/svg">'


class Command(OperatorCommand):
    help = "Makes the sprite of the icons in static/vendor/lucide/icons.txt, and writes SHA256SUMS."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "package",
            type=Path,
            nargs="?",
            help="What `npm pack lucide-static` made; without it only digests.",
        )

    def handle(self, *args: Any, package: Path | None, **options: Any) -> None:
        folder = VENDOR / "lucide"
        names = (folder / "icons.txt").read_text().split()
        if package is not None:
            with tarfile.open(package) as archive:
                member = archive.extractfile("package/sprite.svg")
                if member is None:
                    raise CommandError("The package has no sprite.svg.")
                (folder / "sprite.svg").write_text(sprite(member.read().decode(), names))
        lines = digests()
        (VENDOR / "SHA256SUMS").write_text("".join(f"{line}\n" for line in lines))
        self.summary(
            {"icons": len(names), "files": len(lines)}, f"{len(names)} icons, {len(lines)} files in the list."
        )


def sprite(package: str, names: list[str]) -> str:
    """The sprite with these icons alone; raises `CommandError` for one that the package lacks."""
    symbols = {match[1]: re.sub(r">\s+<", "><", match[0]) for match in SYMBOL.finditer(package)}
    missing = [name for name in names if name not in symbols]
    if missing:
        raise CommandError(f"Lucide has no icons with these names: {', '.join(missing)}")
    found = LICENSE_LINE.search(package)
    return "\n".join([found[0] if found else "", HEAD, *(symbols[name] for name in names), "</svg>", ""])


def digests() -> list[str]:
    """A line for each vendored file, as `sha256sum` writes them."""
    own = {"SHA256SUMS", "README.md"}
    files = sorted(path for path in VENDOR.rglob("*") if path.is_file() and path.name not in own)
    return [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(VENDOR)}" for path in files]
