"""The WSGI entry point; it does not start a production site that the system checks refuse."""

import gc
import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, reset_queries

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eventhub.settings")
application = get_wsgi_application()

# Django must be set up before its checks can be imported
from eventhub.checks import check_production, static_file_faults  # noqa: E402

# `manage.py serve` has checked already; another server starts here
refusals = [fault for fault in [*check_production(None), *static_file_faults()] if fault.is_serious()]
if refusals:
    raise ImproperlyConfigured(" ".join(f"{fault.msg} {fault.hint}" for fault in refusals))

# Without DEBUG no connection keeps the queries that Django would forget at the start of each request; and the
# connections that it would close there, because they are old or broken, it has closed at the last one's end.
if not settings.DEBUG:
    request_started.disconnect(reset_queries)
request_started.disconnect(close_old_connections)

# What is loaded by now stays as long as the process, and a request makes some thousand objects that are gone
# by its end: looking for cycles among all of them, at Python's usual pace, takes a fifteenth of the CPU.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)
