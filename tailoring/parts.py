"""A job's texts in the parts that stand or fall by themselves: headline, sentences, keywords."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from orchestrator.models import Job
from tailoring import wording

COLUMNS = {"headline": "tailored_headline", "summary": "tailored_summary",
           "skills": "tailored_skills"}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """`start` is its place in the running text of its field, `group` a keyword's; the name of a
    group is a part too.
    """

    field: str
    text: str
    start: int = 0
    group: str = ""
    is_name: bool = False


def of(job: Job) -> tuple[Part, ...]:
    return (*_headline(job), *_summary(job), *_skills(job))


def running(job: Job) -> dict[str, str]:
    """The non-empty texts as one line of text each; keywords are joined by commas."""
    words = ", ".join(part.text for part in _skills(job) if not part.is_name)
    said = {"headline": job.tailored_headline, "summary": job.tailored_summary, "skills": words}
    return {name: text for name, text in said.items() if text and text.strip()}


def _headline(job: Job) -> Iterator[Part]:
    if text := (job.tailored_headline or "").strip():
        yield Part("headline", text)


def _summary(job: Job) -> Iterator[Part]:
    for sentence in wording.placed(job.tailored_summary):
        yield Part("summary", sentence.text, sentence.start)


def _skills(job: Job) -> Iterator[Part]:
    start = 0
    for group in job.skills() or ():
        name = str(group.get("name") or "")
        if name:
            yield Part("skills", name, group=name, is_name=True)
        for word in group.get("keywords") or ():
            yield Part("skills", str(word), start, name)
            start += len(str(word)) + 2
