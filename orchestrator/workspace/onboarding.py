"""First steps: a checklist that blocks nothing. Each item stands alone; what one needs from
elsewhere is never asked for here, so nothing resets when a network fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.words import say
from jobops.web.fragments import see_other
from orchestrator import access, preferences
from orchestrator.models import Heartbeat, User
from orchestrator.ops import demo
from orchestrator.ops.demo import NotForDemo
from orchestrator.templatetags.ui import plural
from orchestrator.tracking import feed_address
from tailoring import library

SKIPPED = "onboardingSkipped"


@dataclass(frozen=True)
class Item:
    """`done` is read from what there is, every time; `skipped` is the owner's word."""

    key: str
    label: str
    text: str
    url: str
    action: str
    icon: str
    done: bool
    optional: bool = False
    skipped: bool = False

    @property
    def can_test(self) -> bool:
        return self.key == "printing" or (self.done and self.key in ("model", "mail"))

    @property
    def state(self) -> str:
        return "done" if self.done else "skipped" if self.skipped else "open"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return drawn(request)


def drawn(request: HttpRequest, **more: object) -> HttpResponse:
    owner = access.owner(request)
    steps = items(owner)
    context = {
        "items": steps,
        "next": next((one.key for one in steps if one.state == "open"), ""),
        "samples": demo.samples(owner).count(),
        "has_jobs": owner.jobs.exists(),
        **more,
    }
    return render(request, "onboarding/page.html", context)


@require_POST
def skip(request: HttpRequest, key: str) -> HttpResponse:
    """Put one item aside, or bring it back."""
    owner = access.owner(request)
    if key not in {one.key for one in items(owner)}:
        raise Http404
    aside = set(preferences.of(owner)[SKIPPED])
    aside = aside - {key} if request.POST.get("back") else aside | {key}
    preferences.save(owner, {SKIPPED: sorted(aside)})
    return see_other(f"/onboarding#{key}")


@require_POST
def add_samples(request: HttpRequest) -> HttpResponse:
    """A sample résumé and postings to look around with, and a run if a worker lives."""
    owner = access.owner(request)
    try:
        said = " ".join(demo.fill(owner))
    except NotForDemo:
        messages.error(
            request, say("There are jobs of your own here, so no samples were mixed in.")
        )
        return see_other("/onboarding")
    if living() is not None:
        demo.ask_for_run(owner)
    messages.success(request, said)
    return see_other("/today")


@require_POST
def remove_samples(request: HttpRequest) -> HttpResponse:
    """Cannot be undone, so the page asks first and this needs its answer."""
    owner = access.owner(request)
    if request.POST.get("sure") != "yes":
        found = demo.samples(owner)
        context = {"jobs": found.count(), "sent": found.sent().count()}
        return render(request, "onboarding/remove.html", context)
    count = demo.take_away(owner, actor="user")
    messages.success(
        request, say("{sample_postings} deleted.", sample_postings=plural(count, "sample posting"))
    )
    return see_other("/today")


def items(owner: User) -> tuple[Item, ...]:
    aside = set(preferences.of(owner)[SKIPPED])
    return tuple(replace(one, skipped=one.key in aside) for one in _steps(owner))


def open_items(owner: User) -> tuple[Item, ...]:
    """What is neither done nor put aside."""
    return tuple(one for one in items(owner) if one.state == "open")


def _steps(owner: User) -> Iterator[Item]:
    yield Item(
        "resume",
        say("Your résumé"),
        say(
            "Postings are scored against it, and every PDF prints from it. "
            "A PDF, a Word file or text will do, or JSON of Reactive Resume or JSON Resume."
        ),
        "/design-resume",
        say("Bring your résumé"),
        "resume",
        done=library.default(owner) is not None,
    )
    yield Item(
        "jobs",
        say("What to look at"),
        say(
            "Paste a posting, give its address, bring a file with many, or take the one your "
            "browser shows: Import tells how."
        ),
        "/import",
        say("Import postings"),
        "upload",
        done=owner.jobs.exists(),
    )
    yield _model(owner)
    yield _mail(owner)
    yield _printing()
    yield _calendar(owner)


def _model(owner: User) -> Item:
    mine = preferences.of(owner)
    return Item(
        "model",
        say("A language model"),
        say(
            "Without one, rules score and tailor, and say so. A model writes better summaries; "
            "one on your own machine does too."
        ),
        "/settings/models",
        say("Connect a model"),
        "robot",
        done=bool(mine["llmBaseUrl"] and mine["llmModel"]),
        optional=True,
    )


def _mail(owner: User) -> Item:
    connected = owner.mailboxes.exclude(status="disconnected")
    return Item(
        "mail",
        say("Your mailbox"),
        say(
            "Answers to applications find their job by themselves. Mail is only read, "
            "never changed; "
            "pasting or uploading it works too."
        ),
        "/tracking-inbox/accounts",
        say("Connect a mailbox"),
        "mail",
        done=connected.exists(),
        optional=True,
    )


def _calendar(owner: User) -> Item:
    return Item(
        "calendar",
        say("Your calendar"),
        say(
            "Interviews, to-dos and deadlines in the calendar you look at anyway, by a "
            "secret address."
        ),
        "/settings/calendar",
        say("Make an address"),
        "calendar",
        done=feed_address.of(owner) is not None,
        optional=True,
    )


def living() -> Heartbeat | None:
    """What a worker said within the last minute."""
    return Heartbeat.objects.alive(at=timezone.now()).order_by("-at").first()


def _printing() -> Item:
    beat = living()
    if beat is None:
        text = say(
            "No worker runs, so nothing is prepared or printed. Start one: make run does both."
        )
    elif beat.chromium_error:
        text = say("The worker runs, and found no Chromium to print with. Run make setup once.")
    else:
        text = say("A worker runs and prints PDFs.")
    return Item(
        "printing",
        say("Work in the background"),
        text,
        "/settings/pdf",
        say("See how PDFs look"),
        "run",
        done=beat is not None and not beat.chromium_error,
    )
