"""One job's chat as one frozen value, for the page's tab and for the drawer alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from orchestrator import gateway
from orchestrator.models import Job
from orchestrator.workspace.chat_chips import Chip, chips
from orchestrator.workspace.chat_context import Sees, sees
from orchestrator.workspace.chat_turns import Live, Turn, live, turns
from tailoring.ghostwriter import runs, threads
from tailoring.models import ChatThread

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


def chat(
    job: Job, *, place: str = "", count: int = SHOWN, look: bool = True, said: Said = NOTHING
) -> Chat:
    """`place`: the token that the forms of the page send along."""
    thread = threads.of(job)
    # First, because it ends what nobody writes any more.
    run = runs.active(thread)
    page = threads.latest(thread, count=count)
    has_model = gateway.for_chat(job.owner) is not None
    url = base(job.pk)
    return Chat(
        job=str(job.pk),
        title=job.title,
        url=url,
        turns=tuple(turns(page, base=url)),
        more=page.offset,
        more_url=f"{url}?count={min(count + STEP, MOST)}",
        run=live(run, cursor=0) if run else None,
        has_model=has_model,
        chips=chips(job, base=url, has_model=has_model) if look else (),
        sees=sees(job, thread) if look else None,
        place=place,
        said=said if said.refused or run else _with_cause(said, thread),
    )


def _with_cause(said: Said, thread: ChatThread) -> Said:
    """A new version that came to nothing is not shown; why it did not come is said."""
    failed = threads.gave_way(thread)
    if failed is None:
        return said
    return replace(said, refused=f"There is no new version. {failed.error_message}")
