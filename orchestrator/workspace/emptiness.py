"""Why there is nothing to show, and what to do about it: each cause in its own words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jobops.lib.words import later, say
from orchestrator.jobs.nearest import nearest
from orchestrator.jobs.snoozing import Counts
from orchestrator.lifecycle import Status
from orchestrator.models import PipelineRun, User
from orchestrator.pipeline import insights
from orchestrator.workspace import filters
from orchestrator.workspace.places import Place
from orchestrator.workspace.run_causes import nothing
from tailoring import library

# How many near words there are → what is asked about them.
ASKED = (
    later("No word here comes near to it."),
    later("Did you mean this?"),
    later("Did you mean one of these?"),
)


@dataclass(frozen=True)
class WayOut:
    """A link, or what `posts` at once."""

    label: str
    url: str
    icon: str = ""
    key: str = ""
    primary: bool = False
    posts: bool = False


@dataclass(frozen=True)
class Empty:
    cause: str
    title: str
    text: str
    icon: str
    actions: tuple[WayOut, ...]


def empty(owner: User, at: Place, *, counts: Counts) -> Empty:
    if not counts.total:
        return never_run(owner)
    if at.words:
        return no_hit(owner, at)
    if at.filters and counts.of(at.kind.statuses, awake=False):
        return filtered(at)
    ready, found = counts.of((Status.READY,)), counts.of((Status.DISCOVERED,))
    return vacant(at, ready=ready, found=found, counts=counts)


def filtered(at: Place) -> Empty:
    """The filters hide all: they are named."""
    named = ", ".join(chip.label for chip in filters.chips(at))
    clear = WayOut(say("Clear the filters"), at.unfiltered.url(), icon="cross", primary=True)
    text = say("The filters leave nothing: {named}.", named=named)
    return Empty(
        "filtered", say("No job in {label} fits", label=at.kind.label), text, "search", (clear,)
    )


def no_hit(owner: User, at: Place) -> Empty:
    others = [chip for chip in filters.chips(at) if chip.name != "q"]
    within = (
        say(" among {listed}", listed=", ".join(chip.label for chip in others)) if others else ""
    )
    near = nearest(owner, at.words)
    ways = [WayOut(f"“{text}”", searching(at, text).url(), icon="search") for text in near]
    if at.tab != "all":
        ways.append(WayOut(say("Search in All"), at.on("all").url(), icon="jobs", primary=True))
    ways.append(WayOut(say("Clear"), at.unfiltered.url(), icon="cross", primary=at.tab == "all"))
    text = ASKED[min(len(near), 2)]
    title = say(
        "Nothing in {label} has “{words}”{within}",
        label=at.kind.label,
        words=at.words,
        within=within,
    )
    return Empty("no_hit", title, text, "search", tuple(ways))


def searching(at: Place, text: str) -> Place:
    return replace(
        at.top, filters=tuple((name, text if name == "q" else value) for name, value in at.filters)
    )


def vacant(at: Place, *, ready: int, found: int, counts: Counts) -> Empty:
    """A tab without filters that has no row."""
    search = WayOut(say("Run a search"), "/runs/new", icon="run", primary=True)
    more = WayOut(say("Import more"), "/import", icon="upload")
    to_ready = WayOut(say("Go to Ready"), "/jobs/ready", key="1", primary=True)
    to_found = WayOut(say("Go to Discovered"), "/jobs/discovered", key="2", primary=True)
    asleep = counts.asleep(at.kind.statuses)
    if asleep and at.kind.hides_snoozed:
        return put_aside(at, asleep, other=to_ready if at.tab == "discovered" and ready else search)
    if at.tab == "discovered" and ready:
        text = say(
            "{ready} {value} Ready.", ready=ready, value="job is" if ready == 1 else "jobs are"
        )
        return Empty("cleared", say("Nothing left to triage"), text, "check", (to_ready,))
    if at.tab == "discovered":
        text = say("Everything found so far has been decided.")
        return Empty("cleared", say("Nothing left to triage"), text, "check", (search, more))
    if at.tab == "ready" and found:
        text = say(
            "Tailor one of the {found} discovered jobs, and its PDF appears here.", found=found
        )
        return Empty("nothing_ready", say("No job is Ready"), text, "resume", (to_found,))
    if at.tab == "ready":
        text = say("A job is Ready once it has a PDF. Find postings, then tailor one.")
        return Empty("nothing_ready", say("No job is Ready"), text, "resume", (search, more))
    if counts.of((Status.APPLIED, Status.IN_PROGRESS)):
        text = say("Every application here is closed.")
        show = WayOut(say("Show closed"), "/jobs/applied?closed=1", primary=True)
        return Empty("all_closed", say("No open applications"), text, "check", (show,))
    text = say("Mark a Ready job as applied and it moves here, with what you sent.")
    return Empty("nothing_applied", say("No application yet"), text, "send", (to_ready,))


def put_aside(at: Place, asleep: int, *, other: WayOut) -> Empty:
    """All that is open here waits for its day."""
    text = say(
        "{asleep} {value} snoozed and will be back.",
        asleep=asleep,
        value="job is" if asleep == 1 else "jobs are",
    )
    show = WayOut(say("Show the snoozed"), f"/jobs/{at.tab}?snoozed=1", icon="clock")
    return Empty(
        "snoozed",
        say("Nothing in {label} for now", label=at.kind.label),
        text,
        "clock",
        (other, show),
    )


def never_run(owner: User) -> Empty:
    """The first visit, with what is still to do first; or a first run that went wrong."""
    has_resume = library.default(owner) is not None
    resume = WayOut(
        say("Your résumé") if has_resume else say("Bring your résumé"),
        "/design-resume",
        icon="check" if has_resume else "resume",
        primary=not has_resume,
    )
    postings = WayOut(say("Import postings"), "/import", icon="upload")
    last = owner.runs.order_by("-started_at").first()
    if last and last.status != "running" and (found := came_to_nothing(last)):
        return found
    text = (
        say("Your résumé is here. Run a search or import postings, and each is scored against it.")
        if has_resume
        else say(
            "First bring your résumé. Then run a search or import postings: each is scored "
            "against it, and a run prepares the best."
        )
    )
    search = WayOut(say("Run a search"), "/runs/new", icon="run", primary=has_resume)
    steps = WayOut(say("First steps"), "/onboarding", icon="check")
    samples = WayOut(say("Show me with sample data"), "/onboarding/samples", icon="eye", posts=True)
    ways = (resume, search, postings, steps, samples)
    return Empty("never_run", say("No jobs yet"), text, "jobs", ways)


def came_to_nothing(run: PipelineRun) -> Empty | None:
    """Why the newest run brought no job, with what may help."""
    why = nothing(run, insights.read(run))
    if why is None and not run.error_message:
        return None
    look = WayOut(say("Look at the run"), f"/runs/{run.pk}", icon="run", primary=True)
    if why is None or why.cause == "all_failed":
        text = run.error_message or (why.text if why else "")
        return Empty("source_failed", say("The last run brought nothing"), text, "warn", (look,))
    ways = tuple(WayOut(way.label, way.url) for way in why.ways)
    return Empty(f"run_{why.cause}", why.title, why.text, "search", (look, *ways))
