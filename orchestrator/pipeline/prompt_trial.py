"""The work of a trial: one model call a job, each outcome kept on the operation at once."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from jobops import logs
from jobops.lib.errors import Problem, Refused
from jobops.lib.llm import Gateway
from jobops.web import problems
from orchestrator import bells, gateway, preferences
from orchestrator.gateway import NoModel
from orchestrator.models import Job, Operation
from orchestrator.pipeline import loose
from orchestrator.pipeline.prompt_lab import KIND
from tailoring import style, trial
from tailoring.weighed import standing

logger = logging.getLogger(__name__)

GONE = "The job is no longer here."
INTERNAL = "Something went wrong. Nothing was changed."


def run(operation_id: str) -> None:
    """Job after job. Twice is safe."""
    operation = loose.claim(operation_id, kind=KIND, step="texts", jobs={})
    if operation is None:
        return
    with logs.bind(operationId=operation_id):
        for pk in operation.options["jobs"]:
            if not _kept(operation, pk, _outcome(operation, pk)):
                return
    loose.end(operation, "succeeded")


def _outcome(operation: Operation, pk: str) -> dict[str, Any]:
    """What comes of one job: texts, or why there are none."""
    job = Job.objects.filter(owner=operation.owner, pk=pk).first()
    if job is None:
        return {"error": GONE}
    job.owner = operation.owner
    try:
        with logs.bind(jobId=pk):
            return _tried(operation, job)
    except Problem as problem:
        logger.warning("trial failed", extra={"meta": {"kind": problem.kind}})
        return {"error": problems.answer(problem).message}
    except Exception:  # the other jobs stand, whatever it was
        logger.exception("trial broke")
        return {"error": INTERNAL}


def _tried(operation: Operation, job: Job) -> dict[str, Any]:
    """Raises LLMError, NoModel, Refused."""
    version, model = trial.base(job), _model(operation)
    if version is None:
        raise Refused("resume_missing")
    saved = style.read(preferences.of(operation.owner))
    own = replace(saved, template=operation.options["template"])
    new = trial.tried(job, version=version, style=own, gateway=model)
    now = standing(job)
    return {"model": model.model, "new": new.stored(), "now": now.stored() if now else None}


def _model(operation: Operation) -> Gateway:
    """Raises NoModel."""
    running = Operation.objects.filter(pk=operation.pk, status="running")
    found = gateway.for_owner(operation.owner, cancelled=lambda: not running.all().exists())
    if found is None:
        raise NoModel("no_address")
    return found


def _kept(operation: Operation, pk: str, outcome: dict[str, Any]) -> bool:
    """False when nobody wants the trial any more."""
    operation.result["jobs"][pk] = outcome
    running = Operation.objects.filter(pk=operation.pk, status="running")
    still = running.update(result=operation.result) > 0
    bells.tell(operation.owner_id)
    return still
