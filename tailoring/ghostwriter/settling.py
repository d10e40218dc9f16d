"""What a finished reply becomes: tidied, checked, and marked where its reader should look."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, Field

from jobops.lib.llm_answers import THOUGHT_END
from jobops.lib.llm_stream import OPENED
from jobops.lib.text import clean_control
from orchestrator import preferences
from orchestrator.models import Job
from tailoring.ghostwriter import marks, reckoning
from tailoring.ghostwriter.pen import LIMIT
from tailoring.ghostwriter.prompt import Asked
from tailoring.models import ChatRun

FENCE = re.compile(r"\A(`{3,})[\w-]*[ \t]*\n(?P<inside>.*?)\n?\1\Z", re.DOTALL)


class Reply(BaseModel):
    """What is kept of an answer."""

    content: Annotated[
        str, Field(min_length=1, max_length=LIMIT, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")
    ]


def settled(text: str) -> str:
    """Trimmed, without a fence around everything; empty when nothing was said."""
    text = _unfenced(_spoken(clean_control(text)).strip()).strip()[:LIMIT]
    return Reply(content=text).content if text else ""


def final(run: ChatRun, text: str, asked: Asked) -> dict[str, Any]:
    """Columns of the finished reply."""
    job = run.thread.job
    slop = preferences.of(job.owner)["ghostwriterStopSlopEnabled"]
    found = marked(job, text, language=asked.language, avoid=asked.avoid, slop=slop)
    return {"content": text, "language": asked.language, "marks": found}


def marked(
    job: Job, text: str, *, language: str, avoid: Iterable[str], slop: bool
) -> list[dict[str, Any]]:
    """Places to look at. A check that breaks does not cost the reply."""
    try:
        return marks.found(job, text, language=language, avoid=avoid, slop=slop)
    except Exception as error:
        reckoning.broke("reply not checked", error, characters=len(text))
        return []


def _spoken(text: str) -> str:
    """Without the thinking of a model whose opening mark was swallowed on the way."""
    end = THOUGHT_END.search(text)
    if end is None or OPENED.search(text[: end.start()]):
        return text
    return text[end.end() :]


def _unfenced(text: str) -> str:
    found = FENCE.match(text)
    return found["inside"] if found and found[1] not in found["inside"] else text
