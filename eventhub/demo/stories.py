"""What has happened to the plans of the demo since: edits, merges, rollbacks by several people."""

from collections.abc import Callable
from typing import Final

from eventhub.demo.people import AMARA, ENGINEERING, KENJI, LUKAS, MARTA, PRIYA
from eventhub.demo.plans import overlap_of
from eventhub.demo.stage import Stage
from events.enums import Role, Status

Story = Callable[[Stage], None]


def launch_review(stage: Stage) -> None:
    """Eight versions by four people: a rollback, and two edits of one version that are merged."""
    title, week = "Launch review", stage.week
    plan = (
        "Walk through the launch plan for EventHub 2.0 with marketing and support. We will confirm the"
        " release date, agree the rollback plan, and decide who is on call for the first week.\n\n"
        "Please read the pre-brief before the meeting."
    )
    stage.share(title, MARTA, {KENJI: Role.EDITOR, LUKAS: Role.EDITOR})
    stage.edit(title, MARTA, description=plan)
    stage.edit(
        title, PRIYA, "Right after lunch", start_time=week.at(2, "13:30"), end_time=week.at(2, "14:30")
    )
    stage.edit(title, LUKAS, description="Agenda follows.")
    stage.roll_back(title, MARTA, 3, "The agenda was in the description")
    stage.edit(
        title, KENJI, "Shared as agreed in stand-up", title="Launch review: EventHub 2.0", tags=["launch"]
    )
    stage.edit(title, MARTA, tags=["launch", "decision"])
    release = week.day(15)
    stage.edit(
        title,
        PRIYA,
        "Room Tejo seats the regional leads",
        version=6,  # hers was open before Marta saved
        start_time=week.at(2, "14:00"),
        end_time=week.at(2, "15:30"),
        location="Room Tejo, 4th floor",
        description=(
            "Walk through the launch plan for EventHub 2.0 with marketing, support and the regional leads. We"
            f" will confirm the release date ({release.day} {release:%B}), rehearse the rollback plan, and"
            " agree who is on call for the first two weeks.\n\n"
            "Please read the pre-brief and leave comments before Tuesday noon."
        ),
    )
    stage.change_role(title, MARTA, LUKAS, Role.VIEWER)


def sprint_planning(stage: Stage) -> None:
    """A weekly series with one date left out and another one moved, by two people."""
    title, week = "Sprint planning", stage.week
    stage.edit(title, LUKAS, "The beamer is there", location="Room Havel")
    left_out = {f"{week.at(14, '11:00'):%Y-%m-%dT%H:%M:%S}": {"excluded": True}}
    stage.edit(title, KENJI, "Release week", recurrence_overrides=left_out)
    moved = {
        f"{week.at(7, '11:00'):%Y-%m-%dT%H:%M:%S}": {
            "start_time": f"{week.at(7, '14:00'):%Y-%m-%dT%H:%M:%S}",
            "end_time": f"{week.at(7, '15:30'):%Y-%m-%dT%H:%M:%S}",
        }
    }
    stage.edit(title, LUKAS, "Half the team is on the train", recurrence_overrides={**left_out, **moved})


def team_offsite(stage: Stage) -> None:
    """Two people edit the first version of one event: nobody's words are lost."""
    title = "Team offsite, Sintra"
    stage.edit(title, MARTA, version=1, location="Quinta da Serra, Sintra")
    stage.edit(
        title,
        AMARA,
        "Diets are in",
        version=1,
        description="Train at 08:40 from Rossio. Lunch is vegetarian, two of us are vegan.",
    )


def roadmap_workshop(stage: Stage) -> None:
    """One field goes back to what it was, the rest stays."""
    title = "Roadmap workshop"
    stage.share(title, MARTA, {LUKAS: Role.EDITOR})
    stage.edit(title, LUKAS, description="Bring three things that your team must not drop, with a size each.")
    stage.edit(title, PRIYA, location="Room Tejo, 4th floor", description="Bring your three things.")
    stage.roll_back(title, LUKAS, 2, "The sizes matter", fields=("description",))


def incident_review(stage: Stage) -> None:
    """It may not take place."""
    stage.edit("Incident review", LUKAS, "Waiting for the provider's report", status=Status.TENTATIVE.value)


def pricing_decision(stage: Stage) -> None:
    """Two people prepare a meeting."""
    stage.edit("Pricing decision", PRIYA, description="Options A and B, five minutes each, then we vote.")
    stage.edit("Pricing decision", MARTA, tags=["decision", "finance"])


def release_decision(stage: Stage) -> None:
    """A meeting that somebody else than its owner moves."""
    week = stage.week
    stage.edit(
        "Release go/no-go",
        MARTA,
        "After the freeze",
        start_time=week.at(10, "16:00"),
        end_time=week.at(10, "16:45"),
    )


def lunch(stage: Stage) -> None:
    """A guest sees one event of somebody's calendar and no other."""
    stage.share("Lunch with Kenji", MARTA, {KENJI: Role.VIEWER})


def bug_bash(stage: Stage) -> None:
    """One person has the idea, another one takes it over."""
    title = "Bug bash"
    stage.share(title, LUKAS, {KENJI: Role.EDITOR})
    stage.hand_over(title, LUKAS, KENJI)
    stage.move(title, KENJI, ENGINEERING, "The whole team is in it")


def logo_workshop(stage: Stage) -> None:
    """A plan that was dropped: it lies in the trash."""
    stage.delete("Logo refresh workshop", PRIYA, "The mark stays as it is")


def design_critique(stage: Stage) -> None:
    """Saved over the launch review, which was there before."""
    stage.write(overlap_of(stage.week))
    stage.edit("Design critique", MARTA, description="Week view, dark theme.")


STORIES: Final[tuple[Story, ...]] = (
    launch_review,
    sprint_planning,
    team_offsite,
    roadmap_workshop,
    incident_review,
    pricing_decision,
    release_decision,
    lunch,
    bug_bash,
    logo_workshop,
    design_critique,
)
"""In this order; the overlap comes last, when all others have found their time."""
