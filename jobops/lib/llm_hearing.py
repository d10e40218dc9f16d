"""From the line an answer comes on to its text, with what is written down of it on the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from jobops.lib.llm_answers import Unfit
from jobops.lib.llm_calls import Broken, Line
from jobops.lib.llm_ledger import Outcome, Usage
from jobops.lib.llm_questions import Question
from jobops.lib.llm_refusals import Dialect, Refusal, Sent, nothing_came, refusal_of
from jobops.lib.llm_stream import Told, estimate


def hear(
    line: Line | Sent, told: Told, dialect: Dialect, question: Question, outcome: Outcome
) -> Iterator[str]:
    """The text on `line`; `outcome` is filled in on the way. Raises Refusal, also for garbage."""
    outcome.status = line.status
    try:
        if isinstance(line, Sent):
            raise refusal_of(
                line, dialect, structured=False, pictures=question.has_pictures
            ) or Refusal("unreachable", status=line.status)
        with closing(line.pieces):
            yield from _pieces(line, told)
        outcome.result = "ok"
    except Broken as broken:
        found = nothing_came(broken.sent)
        outcome.result = found.result
        raise found from None
    except Refusal as refusal:
        outcome.result = refusal.result
        raise
    except Unfit:
        outcome.result = "invalid"
        raise Refusal("bad_answer", "invalid", status=line.status) from None


def _pieces(line: Line, told: Told) -> Iterator[str]:
    if "json" in line.headers.get("content-type", ""):
        # It does not stream; then its whole answer is one piece.
        yield from told.whole(b"".join(line.pieces))
        return
    try:
        for received in line.pieces:
            yield from told.feed(received)
            if told.done:
                break
    except Broken:
        # Some endpoints say that they have ended and then forget to hang up.
        if not told.complete:
            raise
    yield from told.end()
    if not told.complete:
        raise Refusal("unreachable", status=line.status, tries=2)


def cost(told: Told, question: Question) -> Usage:
    counted = told.tokens
    asked, answered = counted or estimate(question.messages, answered=told.said + told.thought)
    return Usage(asked, answered, estimated=counted is None, cut_short=told.finish == "length")
