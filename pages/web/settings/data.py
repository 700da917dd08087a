"""`/settings/data/`: everything that is stored about one, as a file; and the way to the API."""

from tempfile import TemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from core.limits import count_call
from core.web.page import PageView
from feeds.selectors.personal_data import personal_data
from pages.web.settings.base import SettingsPage

ARCHIVES_PER_HOUR = "6/h"


class Data(SettingsPage):
    """What there is, and the links."""

    name = "settings-data"
    template = "pages/settings/data.html"


class Archive(PageView):
    """The file."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """The archive that `manage.py export_data` writes. It reads all that one has, so not too often."""
        count_call("archives", f"user {self.actor.pk}", ARCHIVES_PER_HOUR)
        # on the disk, however large it is; closed by the answer when it is sent
        file = TemporaryFile()  # noqa: SIM115
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name, pieces in personal_data(self.actor):
                with archive.open(name, "w", force_zip64=True) as member:
                    for piece in pieces:
                        member.write(piece)
        file.seek(0)
        response = FileResponse(
            file, as_attachment=True, filename=f"{self.actor.username}.zip", content_type="application/zip"
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response
