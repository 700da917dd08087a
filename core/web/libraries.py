"""What pages of libraries say that have no German of their own: it stands here for the catalogue."""

from django.utils.translation import gettext_noop as _

SAID = (
    # Django's form for a new user
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _("Password-based authentication"),
    _("Enabled"),
    _("Disabled"),
    _(
        "Whether the user will be able to authenticate using a password or not. If disabled, they may still "
        "be able to authenticate using other backends, such as Single Sign-On or LDAP."
    ),
    # guardian's link on the page of an event or a calendar
    _("Object permissions"),
)
