"""What is said below the doors, where Django is not known, in the reader's language.

Rules and actions speak English, which the API answers with. What people read of it stands here once more for
the catalogue, with places where numbers and names stand; a test keeps this list complete.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext, gettext_noop

from core.web.reader import language_read

_ = gettext_noop

_ACCESS = (
    _("There is no such session."),
    _("Event not found"),
    _("Calendar not found"),
    _("Feed not found"),
    _("No such occurrence"),
    _("Version not found"),
    _("Version %(number)s not found"),
    _("One or both versions not found"),
    _("Only owners can delete events"),
    _("Only owners can share events"),
    _("Only owners can share calendars"),
    _("You may see this event, but only editors and owners may change it."),
    _("Sign in to do this."),
    _("You may see this calendar, but your role does not allow this."),
    _("You may see this calendar, but not write to it."),
    _("There is no such calendar."),
    _("This can no longer be undone."),
    _("There is no such user."),
    _("There is no such second factor."),
    _("Not everybody shows you when they are busy."),
    _("This person does not show you when they are busy."),
    _("The end of the range must be after its start."),
    _("The range has at most 62 days."),
    _("A slot lasts from a minute to 62 days."),
    _("It does not fit between start and end of a day."),
)
_ACCOUNTS = (
    _("The account has an authenticator app already."),
    _("A name has 1 to %(number)s characters."),
    _("Incorrect username/email or password"),
    _("Inactive user"),
    _("The code is wrong, or was used before."),
    _("Confirm your email first: open the link that was sent to you."),
    _("Use at most %(number)s characters."),
    _("The session has ended. Log in again."),
    _("Recovery codes come with an authenticator app or a passkey."),
    _("Too many requests. Try again in %(number)s second."),
    _("Too many requests. Try again in %(number)s seconds."),
    _("The limits cannot be checked now. Try again."),
    _("The database is busy with other changes. Please try again."),
)
_EVENTS = (
    _("Event conflicts with an existing event"),
    _("Event conflicts with existing event: %(names)s"),
    _("Another event of this calendar has this uid."),
    _("An all-day event moves by whole days or weeks."),
    _("Somebody has changed this event meanwhile. It was not deleted."),
    _("Dates lie between the years 1900 and 2200."),
    _("This is the owner's default calendar, which is always there."),
    _("The calendar holds events. Move or delete them first."),
    _("There are events in your calendar already. Nothing was added."),
    _("The calendar of this event is gone."),
    _("The event is being handed over again and again. Try again in a moment."),
    _("Somebody else changed the same fields meanwhile: %(names)s. Nothing was saved."),
    _("The event is at version %(number)s now."),
    _("The event has changed: it is at version %(number)s now. Fetch it and try again."),
    _("The event has versions 1 to %(number)s."),
    _("Only an owner moves an event to another calendar."),
    _("An event moves only among the calendars of its owner that you may see."),
    _("Both sides changed this field."),
    _("A calendar's name has 1 to %(number)s characters."),
    _("This field is required."),
    _("An all-day event starts and ends with a date."),
    _("An event has at most %(number)s tags."),
    _("A tag has 1 to %(number)s characters."),
    _("The title has at most %(number)s characters."),
    _("This field has at most %(number)s characters."),
    _("The end must be after the start."),
    _("%(time)s does not exist on that day in %(zone)s: the clocks go from %(first)s to %(after)s."),
    _("The title must not be empty."),
    _("A series has at most %(number)s overrides."),
    _("There is another override for %(date)s."),
    _("No instance can come before the start of the series."),
    _("There are at most %(number)s tags, each of 1 to %(length)s characters."),
    _("An excluded instance cannot be changed too."),
    _("Unknown time zone %(zone)s: use an IANA name such as Europe/Lisbon."),
    _("The time lies outside the years 1 to 9999."),
    _("There are more than %(number)s occurrences in this window: ask for a part."),
)
_RULES = (
    _("The recurrence has several faults."),
    _("The recurrence rule has several faults."),
    _("A recurrence rule has at most %(number)s characters."),
    _("A recurrence rule needs FREQ, one of %(values)s."),
    _("%(part)s is no part of a recurrence rule: write NAME=VALUE, parted by semicolons."),
    _("%(part)s stands in the rule twice."),
    _("%(part)s is not valid: %(name)s is %(expected)s."),
    _("%(part)s is unknown: a recurrence rule has the parts %(values)s."),
    _("%(part)s is refused: minutes and seconds are those of the event's start, so leave it out."),
    _(
        "%(part)s would put thousands of occurrences into every calendar, so it is refused: use HOURLY or"
        " a longer period, or one event for the whole time."
    ),
    _("one of %(values)s"),
    _("a number from 1 to %(number)s"),
    _("a date such as 20261231, or a time such as 20261231T225959Z, up to the year 9998"),
    _("a list of months from 1 to 12"),
    _("a list of weeks from 1 to 53 or -53 to -1"),
    _("a list of days from 1 to %(number)s or %(last)s to -1"),
    _("a list of MO, TU, WE, TH, FR, SA, SU, each with an ordinal at most, such as 2MO or -1FR"),
    _("a list of hours from 0 to 23"),
    _("a list of positions from 1 to 366 or -366 to -1"),
    _("COUNT and UNTIL both say where the rule ends: leave one of them out."),
    _("An all-day event cannot repeat by the hour: use DAILY or a longer period."),
    _("BYSETPOS chooses from what another BY part gives: add one, such as BYDAY."),
    _("Numbers in BYDAY, such as 2MO, do not go with %(part)s."),
    _("%(part)s does not go with an all-day event."),
    _("%(part)s goes with FREQ=YEARLY only."),
    _("%(part)s does not go with FREQ=%(value)s."),
    _("A month has at most five of each weekday: numbers in BYDAY go from 1 to 5 or -5 to -1."),
    _(
        "The rule gives more than %(number)s occurrences in two years: use a longer period, a larger "
        "INTERVAL or fewer BY parts."
    ),
    _(
        "The rule gives more than %(number)s occurrences in all: end it sooner, or leave out COUNT and "
        "UNTIL for a rule without end."
    ),
    _("UNTIL lies before the start, so there would be nothing to repeat."),
    _("Write the rule, such as FREQ=DAILY;COUNT=5."),
    _("Say how often: 1 means every time."),
    _("Say on which day it ends."),
    _("Say how many times it takes place."),
    _(
        "The days that the rule names cannot all move like this. Send the new times together with a new "
        "rrule, without recurrence_id."
    ),
)
_HISTORY_AND_SHARING = (
    _(
        "The event was all day in one version and not in the other: roll back start_time, end_time and "
        "is_all_day together."
    ),
    _("A transfer and a final deletion cannot be undone."),
    _("Somebody has changed the same since: %(names)s. Nothing was undone."),
    _("Somebody has changed this event since. Nothing was undone."),
    _("Somebody has changed this calendar since. Nothing was undone."),
    _("Somebody has changed this access since. Nothing was undone."),
    _("This address has been changed since. Nothing was undone."),
    _("This has been changed again since. Nothing was undone."),
    _("Choose two versions to compare."),
    _("A free time is an instant of RFC 3339."),
    _("Cannot modify owner's permissions"),
    _("Only the creator can transfer an event"),
    _("Users not found: %(ids)s"),
    _("Group not found"),
    _("Permission not found"),
    _("Each user may be named once."),
    _("Name 1 to %(number)s users."),
    _("Share the event with this user first."),
    _("You are the creator of this event already."),
    _("Type at least %(number)s characters."),
    _("You have %(number)s feeds. Revoke one first."),
)
_FILES = (
    _("The series before this have %(number)s occurrences. Split the file, or end its rules."),
    _("There is no END:%(name)s for the BEGIN on line %(line)s."),
    _("A component has at most %(number)s properties."),
    _("The file holds no calendar: there is no BEGIN:VCALENDAR in it."),
    _("One import takes %(number)s components. Split the file."),
    _("One import takes %(number)s alarms and the like. Split the file."),
    _("Line %(line)s: components stand more than %(number)s deep in each other."),
    _("One import takes %(number)s properties. Split the file."),
    _("Line %(line)s is no property and was left out."),
    _("Line %(line)s: %(fault)s"),
    _("Line %(line)s, %(name)s: %(fault)s"),
    _("%(value)s is too far from now."),
    _("%(value)s is neither a date nor a time such as 20260329T090000."),
    _("%(value)s is no duration such as PT1H30M."),
    _("%(value)s is no offset such as +0100."),
    _("The file is no calendar: it does not begin with BEGIN:VCALENDAR."),
    _("Line %(line)s: END:%(name)s has no BEGIN and was left out."),
    _("One import takes %(number)s MB. Split the file."),
    _("The file holds NUL characters, so it is no text."),
    _("There are more unknown properties than an event can keep."),
    _("1 property was too long to be kept."),
    _("%(number)s properties were too long to be kept."),
    _("%(name)s has more than %(number)s characters and was cut."),
    _("Line %(line)s: a UID has at most %(number)s characters."),
    _("An event has at most %(number)s categories of %(length)s characters: the others were cut."),
    _("A change of this and all later instances (RANGE=THISANDFUTURE) cannot be imported."),
    _("Line %(line)s: dates lie between the years 1900 and 2200."),
    _("Line %(line)s: the end lies before the start."),
    _("Line %(line)s: %(name)s is too long to be read."),
    _("There is no UID: one was made from what the component says."),
    _("There is no SUMMARY: the title is %(title)s."),
    _("%(component)s is not imported: only events are."),
    _("There is no DTSTART."),
    _("Line %(line)s: DTSTART and DTEND must both be dates, or both times."),
    _("The event has no length in the file: it lasts one minute."),
    _("Line %(line)s: a series has at most %(number)s exceptions."),
    _("The event ends after the year 2199."),
    _("Times without a zone were read in %(zone)s."),
    _("METHOD:%(name)s is a message about an event, and no event."),
    _("The component on line %(line)s has the same UID and is newer."),
    _("An instance of a series is all day as the series is, or not."),
    _("The rule ends before the start: the event happens once."),
    _("There are several RRULEs: an event has one."),
    _("A date before the start was left out."),
    _("An EXRULE is kept and not applied: the dates that it leaves out take place."),
    _("The duration %(value)s is negative."),
    _("The duration %(value)s is too long."),
    _(
        "No known zone has the clocks of %(name)s: its events are kept at %(offset)s from UTC and do not "
        "follow its changes of the clock."
    ),
    _("The zone %(name)s is unknown: its times were read in %(zone)s."),
    _("The zone %(name)s was read as %(zone)s."),
)
SENTENCES = (*_ACCESS, *_ACCOUNTS, *_EVENTS, *_RULES, *_HISTORY_AND_SHARING, *_FILES)
_PLACE = re.compile(r"%\((\w+)\)s")
_BETWEEN_SENTENCES = re.compile(r"(?<=\.) (?=[A-Z0-9])")


def in_readers_words(text: str) -> str:
    """The text in the language of the page; what of its sentences is not known stays as it is."""
    if language_read() == "en" or not text:
        return text
    sentences = _BETWEEN_SENTENCES.split(text)
    told = []
    while sentences:
        for number in range(len(sentences), 0, -1):
            words = _in_words(" ".join(sentences[:number]))
            if words or number == 1:
                told.append(words or sentences[0])
                del sentences[:number]
                break
    return " ".join(told)


def whole_sentence(text: str) -> str:
    """The same with a full stop, which the API leaves out of some."""
    words = in_readers_words(text)
    return f"{words}." if words and words[-1].isalnum() else words


def _in_words(sentence: str) -> str:
    """The translation, or "" where there is none."""
    words = gettext(sentence)
    if words != sentence:
        return words
    for template, pattern in _templates():
        if match := pattern.fullmatch(sentence):
            # what stands in a place may be a phrase of this list itself
            return gettext(template) % {
                name: _in_words(value) or value for name, value in match.groupdict().items()
            }
    return ""


@lru_cache(maxsize=1)
def _templates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Those with places, the most of fixed text first, so that the closest one is found."""
    templates = [sentence for sentence in SENTENCES if _PLACE.search(sentence)]
    templates.sort(key=lambda template: -len(_PLACE.sub("", template)))
    return tuple((template, re.compile("".join(_pattern(template)), re.DOTALL)) for template in templates)


def _pattern(template: str) -> Iterator[str]:
    for index, part in enumerate(_PLACE.split(template)):
        yield rf"(?P<{part}>(?:(?!\. [A-Z0-9]).)+?)" if index % 2 else re.escape(part)
