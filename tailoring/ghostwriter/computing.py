"""A reply by rules, where there is no model or none is wanted."""

from __future__ import annotations

from tailoring.ghostwriter import prompt, runs
from tailoring.ghostwriter.drafts import choosing, write
from tailoring.ghostwriter.pen import Pen
from tailoring.models import ChatRun


def complete(run: ChatRun, pen: Pen) -> bool:
    """Write the draft a message asks for, or say which there are; False when nobody wants it."""
    asked, language = run.message.parent, prompt.spoken(run)
    assert asked is not None
    kind = run.options.get("draft") or asked.draft or choosing.kind_of(asked.content)
    text = choosing.offered(language)
    if kind:
        draft = write.write(run.thread.job, kind, language=language)
        text, language = draft.text, draft.language
    pen.write(text)
    pen.flush()
    final = {"origin": "computed", "draft": kind, "language": language, "content": pen.text}
    return runs.complete(run, message=final)
