"""What parallel work in a run is worth: two workers beside one, and how busy a model is kept.

    python -m bench.runs [--jobs 20] [--rounds 1]

Both parts use the scripted model in a process of its own. Workers are compared on a PostgreSQL that
is started for it; without one that part is skipped.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from typing import Any

from bench.api import model
from bench.installation import ROOT, SHORT, Installation, environment, installation, table
from tests.house import postgres

JUDGED, PLACES, LATENCY = 50, 8, 0.2
SPANS = """
import json
from django.db.models import Max, Min
from orchestrator.models import PipelineRun
run = PipelineRun.objects.latest("started_at")
found = run.items.filter(step="{step}", state="succeeded")
span = found.aggregate(a=Min("started_at"), b=Max("finished_at"))
print(json.dumps([found.count(), (span["b"] - span["a"]).total_seconds() if span["a"] else 0.0]))
"""


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args(arguments)
    table([judged()])
    if postgres.programs() is None:
        print("Skipped: no PostgreSQL server is installed.")
        return
    for delay in (1.0, 0.0):
        table(list(workers(jobs=given.jobs, rounds=given.rounds, delay=delay)))


def judged() -> dict[str, Any]:
    """The model's part of one run, asked by one worker process."""
    with model(delay=LATENCY) as base:
        env = {
            "LLM_BASE_URL": base, "LLM_MODEL": "stub-model", "JOBOPS_WORKERS": "1",
            "JOBOPS_MODEL_CONCURRENCY": str(PLACES),
        }  # fmt: skip
        with installation(jobs=400, **env) as found:
            whole(found, enableAutoTailoring=False, scoreLimit=JUDGED)
            count, span = spent(found, "judging", env)
    least = JUDGED * LATENCY / PLACES
    return {
        "what": f"{count} judged, {LATENCY * 1000:.0f} ms each, {PLACES} at once",
        "s": round(span, 2),
        "least possible s": round(least, 2),
    }


def workers(*, jobs: int, rounds: int, delay: float) -> list[dict[str, Any]]:
    """`jobs` made Ready by one worker process, then by two; the ratio is what counts."""
    rows, alone = [], 0.0
    for number in (1, 2):
        best = min(prepared(jobs, number=number, delay=delay) for _ in range(rounds))
        alone = alone or best
        rows.append(
            {
                "what": f"{jobs} made Ready, {said(delay)}, PostgreSQL",
                "workers": number,
                "s": round(best, 2),
                "times one": round(alone / best, 2),
            }
        )
    return rows


def said(delay: float) -> str:
    return f"a model of {delay:.0f} s" if delay else "by rules"


def prepared(jobs: int, *, number: int, delay: float) -> float:
    with postgres.cluster() as address, model(delay=delay) as base:
        env = {"DATABASE_URL": address, "JOBOPS_WORKERS": str(number)}
        if delay:
            env |= {"LLM_BASE_URL": base, "LLM_MODEL": "stub-model"}
        with installation(jobs=10 * jobs, resume=SHORT, **env) as found:
            # The browser of each worker starts with its first page.
            whole(found, enableScoring=False, topN=2 * number, minSuitabilityScore=0)
            whole(found, enableScoring=False, topN=jobs, minSuitabilityScore=0)
            count, span = spent(found, "processing", env)
    if count != jobs:
        raise SystemExit(f"{count} of {jobs} were made Ready")
    return span


def whole(found: Installation, **options: Any) -> None:
    """Start a run over what is there and wait for its end."""
    body = {"enableCrawling": False, **options}
    status, answer, _ = found.request("POST", "/api/pipeline/run", body)
    if status != 200:
        raise SystemExit(f"the run was refused: {answer}")
    end = time.monotonic() + 600
    while found.request("GET", "/api/pipeline/status")[1]["data"]["isRunning"]:
        if time.monotonic() > end:
            raise SystemExit("the run did not end within ten minutes")
        time.sleep(0.1)


def spent(found: Installation, step: str, env: dict[str, str]) -> tuple[int, float]:
    """How many items of `step` succeeded in the newest run, and seconds from first to last."""
    said = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", SPANS.format(step=step)],
        cwd=ROOT, env=environment(found.folder, found.port, env), check=True, capture_output=True,
        text=True,
    )  # fmt: skip
    count, span = json.loads(said.stdout.strip().splitlines()[-1])
    return count, span


if __name__ == "__main__":
    main(sys.argv[1:])
