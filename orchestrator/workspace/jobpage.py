"""The page of one job: what stands around its tabs, and the answers that stay on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from jobops.lib.words import later_each, say
from jobops.web.fragments import see_other, wants_fragment
from orchestrator.jobs import attached
from orchestrator.models import Job
from orchestrator.templatetags.ui import ago
from orchestrator.workspace import followup_offer, interview_dates, rows, story
from orchestrator.workspace.addresses import address as address
from orchestrator.workspace.buttons import Button, Buttons, buttons
from orchestrator.workspace.following import Task, next_tasks
from orchestrator.workspace.followup_offer import Offer
from orchestrator.workspace.interview_dates import Dated
from orchestrator.workspace.panels import facts
from orchestrator.workspace.pulse import cursor_now
from orchestrator.workspace.rows import WORDS, Place

TABS: Mapping[str, str] = later_each(
    {
        "brief": "Brief",
        "tailoring": "Tailoring",
        "pdf": "PDF and robot view",
        "notes": "Notes",
        "documents": "Documents",
        "timeline": "Timeline",
        "emails": "Emails",
        "ghostwriter": "Ghostwriter",
        "letters": "Letters",
        "answers": "Answers",
        "contacts": "Contacts",
        "packet": "As sent",
    }
)
# Tabs that are there once something is in them.
LATER: Mapping[str, str] = {"packet": "packets"}
TEMPLATES: Mapping[str, str] = {name: f"job/{name}.html" for name in TABS}
# Buttons that open a form in the workspace's panel have a tab of their own here.
FORMS: Mapping[str, str] = {
    "/tailor": "tailoring", "/upload": "pdf", "/log": "timeline", "/todo": "timeline",
}  # fmt: skip
# These are answered in the workspace, with the next job.
BACK_THERE = ("/snooze", "/tags")
# Tabs where somebody may be writing: what happens around them leaves them alone.
QUIET = frozenset(
    {"tailoring", "notes", "documents", "ghostwriter", "letters", "answers", "contacts"}
)
# Tabs that bring themselves up to date.
SELF_LIVE = frozenset({"ghostwriter"})
TOKEN_LIMIT = 2_000
NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Frame:
    """Header, tabs and side of the page. `token` names the tab and the list behind it, so that
    a verb is answered with this page.
    """

    id: str
    tab: str
    title: str
    status: str
    since: str
    facts: tuple[str, ...]
    url: str
    token: str
    back: tuple[str, str]
    tabs: tuple[Tab, ...]
    buttons: Buttons
    failure: story.Failure | None
    undo: story.UndoOffer | None
    refused: str
    way_out: tuple[str, str] | None
    tasks: tuple[Task, ...]
    dates: tuple[Dated, ...]
    follow_up: Offer | None

    @property
    def page_title(self) -> str:
        return say("{tabs} – {title} – JobOps", tabs=TABS[self.tab], title=self.title)

    @property
    def status_word(self) -> str:
        return WORDS[self.status]


def frame(
    job: Job,
    tab: str,
    *,
    at: Place | None = None,
    refused: str = "",
    way_out: tuple[str, str] | None = None,
) -> dict[str, object]:
    """Context of templates/job/page.html: `panel` is the Frame. `at`: the list the person came
    from (`came_from`); None is the job's own.
    """
    back = at or Place(rows.HOME[job.status])
    moment, kept = story.since(job), attached.counts(job)
    found = Frame(
        id=str(job.pk),
        tab=tab,
        title=job.title,
        status=job.status,
        since=ago(moment) if moment else "",
        facts=facts(job),
        url=address(job.pk, tab, at=at),
        token=f"job/{tab}?{at.token if at else ''}",
        back=(back.kind.label, back.url(job.pk)),
        tabs=tabs(job, tab, kept, at=at),
        buttons=own_buttons(job, back, at=at),
        failure=story.failure(job),
        undo=story.offer(job),
        refused=refused,
        way_out=way_out,
        tasks=next_tasks(job),
        dates=interview_dates.ahead(job) if kept.interviews else (),
        follow_up=followup_offer.of(job),
    )
    return {"panel": found}


def came_from(request: HttpRequest, job: Job) -> Place | None:
    """The list whose link led here; None without one."""
    given = request.GET.get("from", "")[:TOKEN_LIMIT]
    return rows.read_place(given, job=job) if given else None


def tabs(job: Job, current: str, kept: attached.Counts, *, at: Place | None) -> tuple[Tab, ...]:
    counts = kept._asdict()
    return tuple(
        Tab(key, label, address(job.pk, key, at=at), key == current, counts.get(key))
        for key, label in TABS.items()
        if key == current or counts.get(LATER.get(key, ""), 1)
    )


def own_buttons(job: Job, back: Place, *, at: Place | None) -> Buttons:
    made = buttons(job, back)
    return Buttons(
        tuple(led_here(one, job, at=at) for one in made.shown),
        tuple(led_here(one, job, at=at) for one in made.menu),
    )


def led_here(button: Button, job: Job, *, at: Place | None) -> Button:
    """A link into the workspace's panel becomes one to the tab that holds the same form."""
    path = button.url.partition("?")[0]
    if path.endswith(BACK_THERE):
        return replace(button, inside=False)
    tab = next((tab for end, tab in FORMS.items() if path.endswith(end)), "")
    url = address(job.pk, tab or "brief", at=at)
    if tab == "timeline":
        # Which of its forms is wanted.
        url += f"{'&' if '?' in url else '?'}add={path.rpartition('/')[2]}"
    return replace(button, url=url, inside=False) if tab else button


def asked(request: HttpRequest, job: Job) -> tuple[str, Place | None] | None:
    """The tab a form of this page was sent from, and the list behind it; None from elsewhere."""
    page, _, rest = request.POST.get("place", "").partition("?")
    tab = page.removeprefix("job/")
    if tab == page or tab not in TABS:
        return None
    return tab, rows.read_place(rest[:TOKEN_LIMIT], job=job) if rest else None


def shown(
    request: HttpRequest,
    job: Job,
    tab: str,
    *,
    status: int = 200,
    content: Mapping[str, object] = NOTHING,
    template: str = "",
    **said: Any,
) -> HttpResponse:
    """A tab as a whole page, or for htmx its article with the toasts. `said`: as in `frame`."""
    at = said.pop("at", None) or came_from(request, job)
    context = {**frame(job, tab, at=at, **said), **content}
    if wants_fragment(request):
        context |= {"layout": "job/_fragment.html", **pulse_of(job)}
    if request.method == "GET" and tab not in SELF_LIVE:
        # A form that was sent is not looked after: a fresh page would take its text away.
        context["live_url"] = request.get_full_path()
    response = render(request, template or TEMPLATES[tab], context, status=status)
    if request.method == "GET" and wants_fragment(request):
        response["HX-Replace-Url"] = request.get_full_path()  # also after a redirect
    patch_vary_headers(response, ["HX-Request"])
    return response


def done(
    request: HttpRequest, job: Job, asked_on: tuple[str, Place | None], *, said: str, undo: str
) -> HttpResponse:
    """After a verb: the same tab again. Where somebody may be writing, only what is around it."""
    tab, at = asked_on
    messages.success(request, said, extra_tags=undo)
    if tab in QUIET and wants_fragment(request):
        return around(request, job, tab, at=at)
    return see_other(address(job.pk, tab, at=at))


def refused(
    request: HttpRequest,
    job: Job,
    asked_on: tuple[str, Place | None],
    *,
    status: int,
    **told: Any,
) -> HttpResponse:
    """The true state and one sentence; the tab's content stays as it is. A page swaps what is
    answered with 409 or 422 only.
    """
    tab, at = asked_on
    if wants_fragment(request):
        swapped_as = 409 if status == 409 else 422
        return around(request, job, tab, at=at, status=swapped_as, **told)
    return shown(request, job, tab, at=at, status=status, template="job/refused.html", **told)


def around(
    request: HttpRequest, job: Job, tab: str, *, at: Place | None, status: int = 200, **told: Any
) -> HttpResponse:
    """Header and side of the page, swapped around a tab that stays."""
    context = {**frame(job, tab, at=at, **told), **pulse_of(job)}
    response = render(request, "job/_around.html", context, status=status)
    response["HX-Retarget"], response["HX-Reselect"] = "#job-head", "#job-head"
    return response


def pulse_of(job: Job) -> dict[str, object]:
    """What an answer brings for around the page: the count beside Jobs, what has been told."""
    ready = job.owner.jobs.ready().awake(at=timezone.now())
    return {"ready": ready.count(), "cursor": cursor_now(job.owner)}
