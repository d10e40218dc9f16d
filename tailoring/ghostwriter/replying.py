"""The worker's part of a run: claim it, have the reply written, end it whatever happened."""

from __future__ import annotations

from contextlib import closing

from jobops import logs
from jobops.lib.llm import Gateway, LLMError
from jobops.lib.llm_stream import StreamLimits
from jobops.lib.once import reading
from orchestrator import gateway
from tailoring.ghostwriter import computing, failures, reckoning, runs, settling, threads
from tailoring.ghostwriter import prompt as prompts
from tailoring.ghostwriter.pen import Pen, Stopped, kept
from tailoring.ghostwriter.prompt import Asked
from tailoring.ghostwriter.reckoning import Bill
from tailoring.models import ChatRun

PURPOSE = "ghostwriter"
PATIENCE = StreamLimits()


def run(run_id: str) -> None:
    """Write the reply of a queued run. Late, repeated or unwanted tasks do nothing."""
    found = runs.claim(run_id)
    if found is None:
        return
    with logs.bind(jobId=str(found.thread.job_id)):
        try:
            result = _write(found)
        except Exception as error:
            reckoning.broke("reply broke", error, runId=str(found.pk))
            result = _failed(found, failures.BROKEN, Bill())
        reckoning.told(found, result=result)
    threads.tidy(found.thread)


def _write(found: ChatRun) -> str:
    """The result, in one word."""
    owner = found.thread.job.owner
    model = None if found.options.get("engine") == "computed" else gateway.for_chat(owner)
    pen, bill = Pen(found), Bill()
    try:
        if model is None:
            return _done(computing.complete(found, pen))
        return _asked(found, model, pen, bill)
    except Stopped:
        return "stopped"
    except LLMError as error:
        return _failed(found, failures.of(error), bill)


def _asked(found: ChatRun, model: Gateway, pen: Pen, bill: Bill) -> str:
    with kept(found), reading():
        asked = prompts.assembled(found)
    runs.note(
        found,
        model=model.model[:200],
        provider_label=model.host[:255],
        manifest=asked.manifest,
    )
    _hear(model, asked, pen, bill)
    text = settling.settled(pen.text)
    if not text:
        return _failed(found, failures.EMPTY, bill)
    with kept(found):
        final = settling.final(found, text, asked)
    final["truncated"] = pen.full or bill.cut_short
    return _done(runs.complete(found, usage=bill.usage(), message=final | bill.columns()))


def _hear(model: Gateway, asked: Asked, pen: Pen, bill: Bill) -> None:
    coming = model.stream(
        asked.messages, purpose=PURPOSE, tick=pen.tick, usage=bill.add, limits=PATIENCE
    )
    with closing(coming):
        try:
            for piece in coming:
                pen.write(piece)
                if pen.full:
                    break  # no more is bought than can be kept
        except LLMError:
            pen.flush()
            raise
    pen.flush()


def _failed(found: ChatRun, failure: failures.Failure, bill: Bill) -> str:
    ended = runs.fail(found, failure, usage=bill.usage())
    return next(iter(failure.details.values()), failure.code) if ended else "stopped"


def _done(ended: bool) -> str:
    return "completed" if ended else "stopped"
