"""Where the demo is played: people, calendars and events by their names, changed through the actions."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import Group

from accounts.actions.administer_user import administer_user
from accounts.models import User
from core.actors import System
from eventhub.demo.people import PASSWORD, Person, Share, SharedCalendar, Team
from eventhub.demo.plans import Plan, Week
from events.actions.create_calendar import create_calendar
from events.actions.create_events import create_event
from events.actions.delete_event import delete_event
from events.actions.update_calendar import update_calendar
from events.actions.update_event import update_event
from events.changes import CalendarChanges, EventChanges
from events.enums import Role
from events.models import Calendar
from history.actions.rollback_event import rollback_event
from sharing.actions.change_role import change_event_role
from sharing.actions.set_group_role import set_group_role
from sharing.actions.share_calendar import share_calendar
from sharing.actions.share_event import share_event
from sharing.actions.transfer_event import transfer_event
from sharing.changes import Grant, Grantee
from sharing.enums import Kind


@dataclass(slots=True)
class Stage:
    """What the demo has made so far. People go by username, calendars by name, events by first title."""

    week: Week
    users: dict[str, User] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    event_ids: dict[str, int] = field(default_factory=dict)

    def add_person(self, person: Person) -> None:
        """An account whose default calendar has a name and a colour."""
        user = User(
            username=person.username,
            email=person.email,
            full_name=person.full_name,
            timezone=person.timezone,
            is_staff=person.is_admin,
            is_superuser=person.is_admin,
        )
        user.set_password(PASSWORD)
        administer_user(actor=System(), user=user, changed=("email", "full_name", "timezone", "username"))
        self.users[person.username] = user
        default = Calendar.objects.get(owner=user, is_default=True)
        changes = CalendarChanges(name=person.calendar, color=person.color)
        self.calendars[person.calendar] = update_calendar(actor=user, calendar_id=default.pk, changes=changes)

    def add_calendar(self, calendar: SharedCalendar) -> None:
        """A calendar beside the default one."""
        changes = CalendarChanges(name=calendar.name, color=calendar.color, timezone=calendar.timezone)
        self.calendars[calendar.name] = create_calendar(actor=self.users[calendar.owner], changes=changes)

    def share_calendar(self, share: Share) -> None:
        """Roles on all events of a calendar."""
        share_calendar(
            actor=self.users[share.owner],
            calendar_id=self.calendars[share.calendar].pk,
            grants=_grants(share.roles),
        )

    def add_team(self, team: Team) -> None:
        """A group with a role on a calendar."""
        group = Group.objects.create(name=team.name)
        group.user_set.set([self.users[name] for name in team.members])
        set_group_role(
            actor=self.users[team.owner],
            kind=Kind.CALENDAR,
            subject_id=self.calendars[team.calendar].pk,
            group_id=group.pk,
            role=team.role,
        )

    def write(self, plan: Plan) -> None:
        """The first version of an event, by its author."""
        calendar = self.calendars[plan.calendar]
        content = replace(plan.content, calendar_id=calendar.pk, timezone=calendar.timezone)
        event = create_event(actor=self.users[plan.by], changes=content, on_conflict=plan.on_conflict)
        self.event_ids[plan.title] = event.pk

    def edit(self, event: str, by: str, reason: str | None = None, /, **changes: Any) -> None:
        """A version by an editor; with `version`, from the one that he has on his screen."""
        asked = EventChanges(**changes, change_reason=reason)
        update_event(actor=self.users[by], event_id=self.event_ids[event], changes=asked)

    def roll_back(
        self, event: str, by: str, version: int, reason: str, fields: Collection[str] | None = None
    ) -> None:
        """A version with the content of an earlier one."""
        rollback_event(
            actor=self.users[by],
            event_id=self.event_ids[event],
            version=version,
            fields=fields,
            reason=reason,
        )

    def share(self, event: str, by: str, roles: dict[str, Role]) -> None:
        """Roles on one event."""
        share_event(actor=self.users[by], event_id=self.event_ids[event], grants=_grants(roles))

    def change_role(self, event: str, by: str, whose: str, role: Role) -> None:
        """Another role for who holds one on the event."""
        change_event_role(
            actor=self.users[by], event_id=self.event_ids[event], user_id=self.users[whose].pk, role=role
        )

    def hand_over(self, event: str, by: str, to: str) -> None:
        """Another creator: the event goes to his default calendar."""
        transfer_event(
            actor=self.users[by], event_id=self.event_ids[event], to=Grantee(user_id=self.users[to].pk)
        )

    def move(self, event: str, by: str, calendar: str, reason: str) -> None:
        """The event goes to another calendar of its owner."""
        self.edit(event, by, reason, calendar_id=self.calendars[calendar].pk)

    def delete(self, event: str, by: str, reason: str) -> None:
        """The event goes to the trash."""
        delete_event(actor=self.users[by], event_id=self.event_ids[event], reason=reason)


def _grants(roles: dict[str, Role]) -> list[Grant]:
    return [Grant(grantee=Grantee(username=name), role=role) for name, role in roles.items()]
