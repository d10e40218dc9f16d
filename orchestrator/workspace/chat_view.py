"""One job's chat as one frozen value, for the page's tab and for the drawer alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from jobops.lib.words import say
from orchestrator import gateway
from orchestrator.models import Job
from orchestrator.workspace.chat_chips import Chip, chips
from orchestrator.workspace.chat_context import Sees, sees
from orchestrator.workspace.chat_turns import Live, Turn, live, turns
from tailoring.ghostwriter import branches, runs, threads, tree
from tailoring.ghostwriter.threads import Page
from tailoring.models import ChatRun, ChatThread
from tailoring.models.chat import ACTIVE

SHOWN, STEP, MOST = 100, 100, 5_000


@dataclass(frozen=True)
class Said:
    """What somebody typed and has not sent, and why not. `typed` stands in the box; `edited` in the
    place of the message `editing`.
    """

    typed: str = ""
    editing: str = ""
    edited: str = ""
    refused: str = ""
    way_out: tuple[str, str] | None = None


NOTHING = Said()


@dataclass(frozen=True)
class Chat:
    """`more`: how many earlier turns there are. `sees` is None where nobody looked."""

    job: str
    title: str
    url: str
    turns: tuple[Turn, ...]
    more: int
    more_url: str
    run: Live | None
    has_model: bool
    chips: tuple[Chip, ...]
    sees: Sees | None
    place: str
    said: Said


def base(job_id: UUID) -> str:
    return f"/job/{job_id}/ghostwriter"


@dataclass(frozen=True)
class Now:
    """The thread, what is being written in it, and why a new version of a reply did not come."""

    thread: ChatThread
    run: ChatRun | None = None
    cause: str = ""


def now(job: Job) -> Now:
    """First of all, because it ends what nobody writes any more."""
    thread = threads.of(job)
    newest = thread.runs.order_by("-created_at", "-id").first()
    if newest and newest.status in ACTIVE:
        return Now(thread, runs.active(thread))
    failed = threads.gave_way(thread) if newest and newest.status == "failed" else None
    return Now(thread, cause=failed.error_message if failed else "")


def one(thread: ChatThread, turn: UUID) -> Page:
    line = tree.path(branches.shown(thread))
    at = line.index(turn) if turn in line else len(line)
    return threads.messages(thread, limit=1, offset=at)


def chat(
    job: Job,
    found: Now,
    *,
    place: str = "",
    count: int = SHOWN,
    only: UUID | None = None,
    look: bool = True,
    said: Said = NOTHING,
) -> Chat:
    """`place`: the token that the forms of the page send along. `only` this turn, if it is shown.
    `look`: also at what is sent.
    """
    page = one(found.thread, only) if only else threads.latest(found.thread, count=count)
    has_model = gateway.for_chat(job.owner) is not None
    url = base(job.pk)
    if found.cause and not said.refused:
        said = replace(said, refused=say("There is no new version. {cause}", cause=found.cause))
    return Chat(
        job=str(job.pk),
        title=job.title,
        url=url,
        turns=tuple(turns(page, base=url)),
        more=page.offset,
        more_url=f"{url}?count={min(count + STEP, MOST)}",
        run=live(found.run, cursor=0) if found.run else None,
        has_model=has_model,
        chips=chips(job, base=url, has_model=has_model) if look else (),
        sees=sees(job, found.thread) if look else None,
        place=place,
        said=said,
    )
