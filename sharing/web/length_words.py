"""How long something takes, in words."""

from datetime import timedelta

from django.utils.translation import gettext as _


def length_in_words(length: timedelta) -> str:
    """`45 min`, `1 h`, `1 h 30 min`."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    values = {"hours": hours, "minutes": minutes}
    if not hours:
        return _("%(minutes)s min") % values
    if not minutes:
        return _("%(hours)s h") % values
    return _("%(hours)s h %(minutes)s min") % values
