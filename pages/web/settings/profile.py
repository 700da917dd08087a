"""`/settings/` and three pages below it: the profile, part by part."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.update_profile import update_profile
from accounts.changes import ProfileChanges
from accounts.enums import FreeBusyVisibility
from accounts.selectors.email_addresses import is_email_confirmed
from accounts.web.forms import email_field, password_field
from accounts.web.mails import send_confirmation, send_notice
from accounts.web.reading_form import ReadingForm
from core.api.address import client_address
from core.errors import DomainError
from core.web.kept_form import show_kept_form
from core.web.page import PageView
from core.web.toasts import toast
from journal.access.undo import noting
from pages.web.settings.base import SettingsPage


class NameForm(forms.Form):
    """How others see one."""

    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class EmailForm(forms.Form):
    """A new email, which needs the password."""

    email = email_field(gettext_lazy("New email"))
    password = password_field(gettext_lazy("Your password"), "current-password")


class KeyboardForm(forms.Form):
    """Shortcuts of a single key."""

    shortcuts_enabled = forms.BooleanField(
        label=gettext_lazy("Shortcuts of a single key"),
        required=False,
        help_text=gettext_lazy(
            "Such as C for a new event. Switch them off if they get in the way of what you use."
        ),
    )


class PrivacyForm(forms.Form):
    """Who may know when one is busy; never with what."""

    free_busy_visibility = forms.ChoiceField(
        label=gettext_lazy("Who may see when I am busy"),
        help_text=gettext_lazy("Only that you are busy then, never with what."),
        widget=forms.RadioSelect,
        choices=[
            (FreeBusyVisibility.NOBODY, gettext_lazy("Nobody")),
            (FreeBusyVisibility.SHARED, gettext_lazy("People with whom I share an event or a calendar")),
            (FreeBusyVisibility.EVERYONE, gettext_lazy("Everyone with an account here")),
        ],
    )


class ProfilePart(SettingsPage):
    """A page with one form for some fields of the profile."""

    keeps_form: ClassVar[bool] = True
    form_class: ClassVar[type[forms.Form]]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page, with what could not be saved when it was sent."""
        kept = show_kept_form(request)
        return self.shown() if kept is None else self.shown(form=self.form_class(kept))

    def context(self) -> dict[str, Any]:
        """The form as the profile is now."""
        names = self.form_class.base_fields
        return {"form": self.form_class(initial={name: getattr(self.actor, name) for name in names})}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Saves the fields of the form."""
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.shown(422, form=form)
        try:
            with noting() as noted:
                self.save(ProfileChanges(**form.cleaned_data))
        except DomainError as error:
            return self.refused(form, error)
        return self.saved(undo_token=noted.undo_token)

    def save(self, changes: ProfileChanges) -> None:
        """Calls the action."""
        update_profile(actor=self.actor, changes=changes, address=client_address(self.request))


class Profile(ProfilePart):
    """Name and email."""

    name = "settings"
    template = "pages/settings/profile.html"
    form_class = NameForm

    def context(self) -> dict[str, Any]:
        """The two forms, and whether the email is confirmed."""
        return {
            **super().context(),
            "email_form": EmailForm(),
            "email_confirmed": is_email_confirmed(self.actor.pk),
        }


class Email(Profile):
    """The form for another email, on the same page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """There is no page of its own, but for what could not be saved when it was sent."""
        kept = show_kept_form(request)
        if kept is None:
            return redirect("settings")
        return self.shown(email_form=EmailForm(initial={"email": kept.get("email", "")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Changes the email, and asks to confirm it."""
        form = EmailForm(request.POST)
        if not form.is_valid():
            return self.shown(422, email_form=form)
        former = self.actor.email
        try:
            self.save(ProfileChanges(**form.cleaned_data))
        except DomainError as error:
            return self.refused(form, error, "email_form")
        send_notice(request, self.actor, "account/email/email_changed", email=former)
        send_confirmation(request, self.actor.pk)
        return self.saved(_("Your email is changed."))


class Confirmation(PageView):
    """Sends another mail to confirm one's email by."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sends it, unless several were sent just now."""
        if not send_confirmation(request, self.actor.pk):
            toast(request, _("We have sent you several already. Please look into your mail."), failed=True)
        return redirect("settings")


class Reading(ProfilePart):
    """Language, zone, week and clock."""

    name = "settings-reading"
    template = "pages/settings/reading.html"
    form_class = ReadingForm


class Look(ProfilePart):
    """Light or dark, and the keyboard."""

    name = "settings-look"
    template = "pages/settings/look.html"
    form_class = KeyboardForm


class Privacy(ProfilePart):
    """Who may know when one is busy."""

    name = "settings-privacy"
    template = "pages/settings/privacy.html"
    form_class = PrivacyForm
