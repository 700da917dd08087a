"""The settings of the site that browsers open: EventHub's, with faults on call, and mail kept in files."""

import os

from eventhub.settings import *  # noqa: F403

ROOT_URLCONF = "browser.faults"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = os.environ["MAIL_FOLDER"]
