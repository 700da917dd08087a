"""The form by which somebody is let in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.web.form_errors import add_errors
from events.enums import Role
from sharing.changes import Grant, Grantee
from sharing.errors import OwnerIsFixed, PermissionNotFound, UsersNotFound
from sharing.web.roles import NAMES


class ShareForm(forms.Form):
    """One person, by username or email address, and a role."""

    person = forms.CharField(
        label=_("Add people by name or email"),
        max_length=254,
        widget=forms.TextInput(
            attrs={
                "list": "people-found",
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "placeholder": _("Username or email address"),
            }
        ),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, name) for role, name in NAMES.items()],
        initial=Role.EDITOR.value,
    )

    def grant(self) -> Grant:
        """What a valid form asks for."""
        grantee = Grantee.named(self.cleaned_data["person"])
        return Grant(grantee=grantee, role=Role(self.cleaned_data["role"]))

    def refuse(self, error: DomainError) -> None:
        """Shows why the grant was refused, at the field that it is about."""
        if isinstance(error, UsersNotFound):
            self.add_error("person", _("Nobody here has this name or address. They need an account first."))
        elif isinstance(error, OwnerIsFixed):
            self.add_error("person", WORDS[OwnerIsFixed])
        else:
            add_errors(self, error)


WORDS = {
    OwnerIsFixed: _("This person is the creator and always keeps full access."),
    PermissionNotFound: _("This person holds no role here any more."),
}
"""What the refusals of changing a role say on a page."""
