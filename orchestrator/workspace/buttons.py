"""Which buttons a panel has: one literal table per status. Keys are published and do not move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from jobops.lib.words import later, say
from orchestrator.lifecycle import Status
from orchestrator.models import Job
from orchestrator.workspace.addresses import address
from orchestrator.workspace.rows import HOME, Place
from pdfs import serving


@dataclass(frozen=True)
class Button:
    """`verb` posts to /jobs/<id>/<verb>; `url` is a link, `inside` the panel or `beside` it in
    a drawer.
    """

    label: str
    icon: str
    key: str = ""
    verb: str = ""
    url: str = ""
    primary: bool = False
    external: bool = False
    hint: str = ""
    inside: bool = False
    beside: bool = False


@dataclass(frozen=True)
class Buttons:
    shown: tuple[Button, ...]
    menu: tuple[Button, ...]


Maker = Callable[[Job, Place], Button | None]


def verb(label: str, icon: str, name: str, *, key: str = "") -> Maker:
    return lambda job, at: Button(label, icon, key=key, verb=f"/jobs/{job.pk}/{name}")


def tailor(label: str) -> Maker:
    """Tailoring happens in the panel of the job's own tab, so that its address can be shared."""
    return lambda job, at: Button(
        label, "edit", key="e", url=f"/jobs/{HOME[job.status]}/{job.pk}/tailor", inside=True
    )


def open_posting(job: Job, at: Place) -> Button | None:
    url = next((u for u in (job.job_url, job.application_link) if u and u.startswith("http")), None)
    hint = say("Open the posting")
    return Button(say("Open"), "open", key="o", url=url, external=True, hint=hint) if url else None


def view_pdf(job: Job, at: Place) -> Button | None:
    path = None if serving.is_lost(job) else job.pdf_path
    return Button(say("View PDF"), "file", key="p", url=path, external=True) if path else None


def download_pdf(job: Job, at: Place) -> Button | None:
    path = None if serving.is_lost(job) else job.pdf_path
    return Button(say("Download"), "download", key="d", url=f"{path}&download=1") if path else None


def attach(job: Job, at: Place) -> Button | None:
    label = say("Replace PDF…") if job.pdf_digest else say("Attach own PDF…")
    return Button(label, "upload", url=f"/jobs/{at.tab}/{job.pk}/upload", inside=True)


def regenerate(job: Job, at: Place) -> Button | None:
    """An uploaded file is only replaced after a question."""
    if job.is_regenerating:
        return None
    if job.pdf_source == "uploaded":
        page = f"/jobs/{at.tab}/{job.pk}/upload"
        return Button(say("Generate instead…"), "redo", url=page, inside=True)
    label = say("Regenerate PDF") if job.pdf_digest else say("Generate PDF")
    return Button(label, "redo", verb=f"/jobs/{job.pk}/regenerate")


def log_event(job: Job, at: Place) -> Button | None:
    url = f"/jobs/{at.tab}/{job.pk}/log"
    return Button(say("Log event"), "plus", key="l", url=url, inside=True)


def add_todo(job: Job, at: Place) -> Button | None:
    url = f"/jobs/{at.tab}/{job.pk}/todo"
    return Button(say("To-do"), "check", key="n", url=url, inside=True)


def snooze(job: Job, at: Place) -> Button | None:
    """Put aside until later, or until another day."""
    url = f"/jobs/{at.tab}/{job.pk}/snooze"
    return Button(say("Snooze"), "clock", key="z", url=url, inside=True)


def tags(job: Job, at: Place) -> Button | None:
    return Button(say("Tags"), "flag", key="t", url=f"/jobs/{at.tab}/{job.pk}/tags", inside=True)


def check_listing(job: Job, at: Place) -> Button | None:
    """Asks the posting's own address."""
    if not job.job_url.startswith("http"):
        return None
    return Button(say("Check listing"), "search", verb=f"/jobs/{job.pk}/check-listing")


def ghostwriter(job: Job, at: Place) -> Button | None:
    url = address(job.pk, "ghostwriter", at=at)
    return Button(say("Ghostwriter"), "draft", key="g", url=url, beside=True)


SKIP = verb(later("Skip"), "skip", "skip", key="s")
EXPIRE = verb(later("Mark as closed"), "clock", "expire")
RESCORE = verb(later("Rescore"), "chart", "rescore")
APPLY_QUIETLY = verb(later("Mark applied"), "check", "apply")

# First maker: the one primary button; a phone has room for about five before the others fold.
# The second row goes into the menu.
TABLE: Mapping[str, tuple[tuple[Maker, ...], tuple[Maker, ...]]] = {
    Status.DISCOVERED: (
        (
            tailor(later("Tailor")),
            verb(later("Move to Ready"), "check", "ready", key="r"),
            SKIP,
            open_posting,
            ghostwriter,
            snooze,
            tags,
        ),
        (RESCORE, attach, APPLY_QUIETLY, check_listing, EXPIRE),
    ),
    Status.PROCESSING: (
        (verb(later("Cancel"), "stop", "cancel"), open_posting, ghostwriter, tags),
        (),
    ),
    Status.READY: (
        (
            verb(later("Mark applied"), "check", "apply", key="a"),
            view_pdf,
            tailor(later("Edit")),
            SKIP,
            ghostwriter,
            open_posting,
            download_pdf,
            snooze,
            tags,
        ),
        (
            regenerate,
            attach,
            verb(later("Back to Discovered"), "undo", "return"),
            RESCORE,
            check_listing,
            EXPIRE,
        ),
    ),
    Status.APPLIED: (
        (log_event, add_todo, view_pdf, ghostwriter, open_posting, download_pdf, tags),
        (
            verb(later("Reopen"), "undo", "reopen"),
            tailor(later("Edit texts")),
            regenerate,
            attach,
            check_listing,
        ),
    ),
    Status.IN_PROGRESS: (
        (log_event, add_todo, view_pdf, ghostwriter, open_posting, download_pdf, tags),
        (tailor(later("Edit texts")), regenerate, attach),
    ),
    Status.SKIPPED: (
        (verb(later("Reopen"), "undo", "reopen"), open_posting, ghostwriter, tags),
        (APPLY_QUIETLY,),
    ),
    Status.EXPIRED: (
        (verb(later("Reopen"), "undo", "reopen"), open_posting, ghostwriter, tags),
        (APPLY_QUIETLY, check_listing),
    ),
}


def buttons(job: Job, at: Place) -> Buttons:
    first, second = TABLE[job.status]
    shown = [made for maker in first if (made := maker(job, at))]
    menu = [replace(made, key="") for maker in second if (made := maker(job, at))]
    if shown:
        shown[0] = replace(shown[0], primary=True)
    return Buttons(tuple(shown), tuple(menu))
