"""The answers of the command box in the reader's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.web.reader import language_read
from events.rules.rule_words import content_in_words, rule_in_words
from events.selectors.events import Row
from events.web.words import when_in_words, zone_in_words
from pages.facts import Proposal
from sharing.facts import FoundUser


@dataclass(frozen=True, slots=True)
class Result:
    """An event that was found."""

    href: str
    title: str
    when: str
    location: str


@dataclass(frozen=True, slots=True)
class ProposalWords:
    """An event that may be made: what is shown of it, and what its form sends."""

    title: str
    when: str
    zone: str
    rule: str
    location: str
    people: str
    invite: tuple[int, ...]
    note: str
    is_taken: bool
    is_free: bool
    is_first: bool
    form_href: str
    time_href: str


def result_of(row: Row) -> Result:
    """An event of a list; a series is said by its rule, because its next instance is not known here."""
    rule = content_in_words(
        row.rrule,
        row.start_at,
        row.timezone,
        row.is_all_day,
        row.recurrence_overrides,
        language_read(),
    )
    return Result(
        href=reverse("event", args=[row.id]),
        title=row.title,
        when=rule or when_in_words(row.start_at, row.end_at, row.is_all_day),
        location=row.location,
    )


def proposal_words(actor: User, proposal: Proposal) -> ProposalWords:
    """A proposal in words; where the sentence names a time, it is what Enter does."""
    read = proposal.read
    rule = ""
    if proposal.rrule:
        tz = "UTC" if read.is_all_day else proposal.zone
        rule = rule_in_words(
            proposal.rrule, start=read.starts, tz=tz, is_all_day=read.is_all_day, language=language_read()
        )
    return ProposalWords(
        title=read.title,
        when=when_in_words(proposal.start_at, proposal.end_at, read.is_all_day),
        zone="" if read.is_all_day else zone_in_words(proposal.zone),
        rule=rule,
        location=read.location,
        people=", ".join(_name(person) for person in proposal.invited),
        invite=tuple(person.id for person in proposal.invited),
        note=_note(proposal),
        is_taken=proposal.is_taken,
        is_free=not (proposal.is_taken or proposal.busy or proposal.hidden),
        is_first=read.is_dated,
        form_href=_form(proposal),
        time_href=_time(actor, proposal),
    )


@dataclass(frozen=True, slots=True)
class TimeSearch:
    """The page that finds a time, with the people who are named."""

    people: str
    href: str


def time_search_words(actor: User, people: Sequence[FoundUser]) -> TimeSearch:
    """What leads to a common time of the actor and these people."""
    names = [actor.username, *(person.username for person in people)]
    query = urlencode([("person", name) for name in names])
    return TimeSearch(", ".join(_name(person) for person in people), f"{reverse('find-time')}?{query}")


def _time(actor: User, proposal: Proposal) -> str:
    """Where another time as long can be found with those who are invited; "" without them."""
    read = proposal.read
    if not proposal.invited or read.is_all_day:
        return ""
    minutes = (proposal.end_at - proposal.start_at) // timedelta(minutes=1)
    values = {"title": read.title, "location": read.location, "length": str(minutes)}
    kept = urlencode({name: value for name, value in values.items() if value})
    return f"{time_search_words(actor, proposal.invited).href}&{kept}"


def _note(proposal: Proposal) -> str:
    """Who has time then, in one sentence; nothing about whole days, which take up no time."""
    busy = [_name(person) for person in proposal.busy]
    if proposal.read.is_all_day:
        return ""
    if proposal.is_taken and busy:
        return _("You and %(people)s are busy then.") % {"people": ", ".join(busy)}
    if proposal.is_taken:
        return _("You are busy then.")
    if busy:
        return _("You are free then, but not %(people)s.") % {"people": ", ".join(busy)}
    hidden = [_name(person) for person in proposal.hidden]
    if hidden:
        return ngettext(
            "You are free then; %(people)s does not show when they are.",
            "You are free then; %(people)s do not show when they are.",
            len(hidden),
        ) % {"people": ", ".join(hidden)}
    if len(proposal.invited) == 1:
        return _("You and %(name)s are both free then.") % {"name": _name(proposal.invited[0])}
    if proposal.invited:
        return _("You are all free then.")
    return _("You are free then.")


def _name(person: FoundUser) -> str:
    return person.full_name or person.username


def _form(proposal: Proposal) -> str:
    """The address of the full form with everything that was read."""
    read = proposal.read
    # the form has the last day itself
    ends = read.ends - timedelta(days=1) if read.is_all_day else read.ends
    values = {
        "title": read.title,
        "start": read.starts.isoformat(timespec="minutes"),
        "end": ends.isoformat(timespec="minutes"),
        "all_day": "1" if read.is_all_day else "",
        "location": read.location,
        "rrule": proposal.rrule,
    }
    return f"{reverse('event-new')}?{urlencode({name: value for name, value in values.items() if value})}"
