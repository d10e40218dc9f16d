"""schemathesis over the OpenAPI document, every check switched on, against a running server.

    python -m bench fuzz [--examples 60] [--seed 1] [--only /api/jobs]

Sign-in is required and one token is used, so the checks of missing and wrong credentials count too.
Ends with 1 when any check failed or fewer requests were sent than `--least`.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.installation import ROOT, Installation, environment, installation, run

# A stream never ends, starting over leaves nothing to fuzz, and these end the token itself.
LEFT_OUT = (
    "/api/pipeline/progress", "/api/database", "/api/auth/logout", "/api/auth/password",
    "/api/auth/tokens/{token_id}",
)  # fmt: skip
CONFIG = """
[generation]
# Refused in every body, which no schema can say.
allow-x00 = false

[checks.not_a_server_error]
# What an outside service did not do is no fault of ours; 500 is.
expected-statuses = ["2xx", "3xx", "4xx", "502", "503"]
"""
# Where what fits the schema may be refused all the same, and why.
CONTENT = "what is in the file or text decides"
TOGETHER = "fields depend on each other"
STATE = "the row's state or its neighbours decide"
OUTSIDE = "something outside is not connected, or its address is not allowed"
PICKY = "a rule of its own that JSON Schema cannot say"
LONG = "the address is longer than the server reads: 414, as docs/api.md says"
REFUSES = {
    "POST /api/manual-jobs/fetch": OUTSIDE,
    "POST /api/manual-jobs/import": PICKY,
    "POST /api/manual-jobs/infer": PICKY,
    "POST /api/manual-jobs/import-file": CONTENT,
    "POST /api/post-application/import": CONTENT,
    "POST /api/design-resume/import/file": CONTENT,
    "POST /api/jobs/{job_id}/pdf": CONTENT,
    "PATCH /api/design-resume": CONTENT,
    "PATCH /api/resumes/{resume_id}": CONTENT,
    "PATCH /api/design-resume/reviews/{review_id}": CONTENT,
    "POST /api/design-resume/import/rxresume": OUTSIDE,
    "GET /api/settings/rx-resumes": OUTSIDE,
    "GET /api/settings/rx-resumes/{upstream_id}/projects": OUTSIDE,
    "POST /api/settings/llm-models": OUTSIDE,
    "POST /api/jobs/{job_id}/check-listing": OUTSIDE,
    "POST /api/post-application/providers/gmail/oauth/exchange": OUTSIDE,
    "GET /api/post-application/providers/gmail/oauth/start": OUTSIDE,
    "POST /api/pipeline/run": PICKY,
    "POST /api/pipeline/search-presets": PICKY,
    "PATCH /api/pipeline/search-presets/{preset_id}": PICKY,
    "PATCH /api/settings": PICKY,
    "PATCH /api/post-application/accounts/{account_id}": PICKY,
    "PATCH /api/saved-prompts/{key}": TOGETHER,
    "GET /api/analytics/overview": TOGETHER,
    "POST /api/jobs/{job_id}/answers": TOGETHER,
    "PATCH /api/jobs/{job_id}/cover-letters/{letter_id}": TOGETHER,
    "PATCH /api/jobs/{job_id}/edits/{edit_id}": TOGETHER,
    "PATCH /api/jobs/{job_id}": TOGETHER,
    "PATCH /api/jobs/{job_id}/contacts/{contact_id}": TOGETHER,
    "PATCH /api/jobs/{job_id}/tasks/{task_id}": TOGETHER,
    "GET /api/post-application/inbox": PICKY,
    "GET /api/jobs/{job_id}/history": PICKY,
    "POST /api/watchlist/check": STATE,
    "POST /api/jobs/{job_id}/process": STATE,
    "POST /api/jobs/{job_id}/skip": STATE,
    "POST /api/jobs/{job_id}/cover-letters": STATE,
    "POST /api/jobs/{job_id}/cover-letters/{letter_id}/pdf": STATE,
    "POST /api/jobs/{job_id}/score/requirements": STATE,
    "POST /api/jobs/{job_id}/summarize": PICKY,
    "POST /api/jobs/{job_id}/stages": PICKY,
    "PATCH /api/jobs/{job_id}/events/{event_id}": PICKY,
    "POST /api/jobs/{job_id}/interviews": PICKY,
    "PATCH /api/jobs/{job_id}/interviews/{interview_id}": PICKY,
    "PUT /api/jobs/{job_id}/chat/context": STATE,
    "POST /api/jobs/{job_id}/chat/messages": PICKY,
    "POST /api/jobs/{job_id}/chat/threads/{thread_id}/messages": PICKY,
    "POST /api/jobs/{job_id}/chat/messages/{message_id}/edit": STATE,
    "POST /api/jobs/{job_id}/chat/messages/{message_id}/regenerate": STATE,
    "POST /api/jobs/{job_id}/chat/messages/{message_id}/save": STATE,
    # Letters nobody can print are left out before the length is looked at.
    "POST /api/auth/tokens": PICKY,
    "POST /api/facts": PICKY,
    "POST /api/jobs/{job_id}/contacts": PICKY,
    "POST /api/jobs/{job_id}/notes": PICKY,
    "POST /api/saved-prompts": PICKY,
    "POST /api/post-application/providers/{provider}/actions/connect": PICKY,
    # A cursor of other filters, a least above the most.
    "GET /api/jobs": TOGETHER,
    "GET /api/jobs.csv": TOGETHER,
    # Once the base résumé was deleted.
    "GET /api/jobs/{job_id}/coverage": STATE,
    "POST /api/jobs/{job_id}/generate-pdf": STATE,
    "PUT /api/jobs/{job_id}/bullets": STATE,
    "POST /api/profile/refresh": STATE,
    "DELETE /api/backups/{filename}": PICKY,
    "POST /api/backups/{filename}/check": PICKY,
    "PATCH /api/jobs/{job_id}/chat/context": STATE,
    "PATCH /api/jobs/{job_id}/notes/{note_id}": TOGETHER,
    # A whole number with a point is one to JSON Schema, and none here.
    "PATCH /api/jobs/{job_id}/outcome": PICKY,
    "POST /api/jobs/{job_id}/tasks": PICKY,
    "POST /api/jobs/{job_id}/cover-letters/{letter_id}": TOGETHER,
    "POST /api/jobs/{job_id}/edits/{edit_id}": TOGETHER,
    "PUT /api/jobs/{job_id}/score/requirements": STATE,
    "DELETE /api/jobs/status/{status}": PICKY,
    "DELETE /api/jobs/score/{threshold}": PICKY,
}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench fuzz")
    parser.add_argument("--examples", type=int, default=60, help="of each phase and operation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--only", help="a regular expression for the path")
    parser.add_argument("--keep", type=Path, help="where the whole report is written")
    given = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="jobops-fuzz-") as folder,
        installation(JOBOPS_AUTH="required", JOBOPS_WAIT_SECONDS="1") as found,
    ):
        rows = _rows(found, Path(folder) / "rows.json")
        said = given.keep or Path(folder)
        said.mkdir(exist_ok=True)
        # Its own exit code counts the declared refusals as well.
        _run(found, rows, folder=Path(folder), said=said, given=given)
        sys.exit(_summary(said / "report.ndjson", least=given.least))


def _rows(found: Installation, target: Path) -> Path:
    env = environment(found.folder, found.port, {"JOBOPS_AUTH": "required"})
    run(["shell", "-c", f"from bench.fuzz_rows import write; write({str(target)!r})"], env)
    return target


def _run(
    found: Installation, rows: Path, *, folder: Path, said: Path, given: argparse.Namespace
) -> None:
    config = folder / "schemathesis.toml"
    config.write_text(CONFIG)
    # Fetched here, because schemathesis waits ten seconds for it and no more.
    document = folder / "openapi.json"
    document.write_text(json.dumps(found.request("GET", "/api/openapi.json")[1]))
    token = json.loads(rows.read_text())["token"]
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(config), "run",
        str(document), "--url", f"http://127.0.0.1:{found.port}",
        "--header", f"Authorization: Bearer {token}",
        "--checks", "all", "--max-examples", str(given.examples), "--seed", str(given.seed),
        "--continue-on-failure", "--workers", str(given.workers), "--request-timeout", "30",
        "--suppress-health-check", "all", "--no-color", "--no-shrink",
        "--report", "ndjson", "--report-ndjson-path", str(said / "report.ndjson"),
        *(part for path in LEFT_OUT for part in ("--exclude-path", path)),
        *(("--include-path-regex", given.only) if given.only else ()),
    ]  # fmt: skip
    env = {**os.environ, "SCHEMATHESIS_HOOKS": "bench.fuzz_hooks", "JOBOPS_FUZZ_ROWS": str(rows)}
    with (said / "output.txt").open("w") as out:
        subprocess.call(command, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT)


@dataclass
class Tally:
    """What came back, and what each check said of it."""

    statuses: Counter[str] = field(default_factory=Counter)
    checks: Counter[tuple[str, str]] = field(default_factory=Counter)
    declared: Counter[str] = field(default_factory=Counter)
    failures: dict[tuple[str, str], str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def read(self, event: Mapping[str, Any]) -> None:
        """One line of the report."""
        if error := event.get("NonFatalError"):
            self.errors.append(json.dumps(error)[:200])
        recorder = event.get("ScenarioFinished", {}).get("recorder", {})
        for one in recorder.get("interactions", {}).values():
            answer = one.get("response") or {}
            self.statuses[str(answer.get("status_code", "none"))] += 1
        for case, said in recorder.get("checks", {}).items():
            for check in said:
                self._judge(recorder, case, check)

    def _judge(self, recorder: Mapping[str, Any], key: str, check: Mapping[str, Any]) -> None:
        self.checks[check["name"], check["status"]] += 1
        if check["status"] != "success":
            case = recorder["cases"][key]["value"]
            where = f"{case['method']} {case['path']}"
            why = REFUSES.get(where) if check["name"] == "positive_data_acceptance" else None
            answer = (recorder["interactions"].get(key) or {}).get("response") or {}
            if why := LONG if answer.get("status_code") == 414 else why:
                self.declared[why] += 1
                return
            self.failures.setdefault((check["name"], where), _told(recorder, key, check))


def _told(recorder: Mapping[str, Any], key: str, check: Mapping[str, Any]) -> str:
    """What was wrong, what was asked and what came back, shortened."""
    failure = (check.get("failure_info") or {}).get("failure") or {}
    one = recorder["interactions"].get(key) or {}
    request, answer = one.get("request") or {}, one.get("response") or {}
    sent = _text(request.get("body"))[:300]
    said = f"{answer.get('status_code')} {_text(answer.get('content'))[:400]}"
    wrong = str(failure.get("message", check))[:300]
    return f"{wrong}\n        {request.get('uri')} {sent}\n        {said}"


def _text(content: Any) -> str:
    """Bodies stand in the report in base64."""
    if isinstance(content, dict):
        content = content.get("$base64") or content.get("payload") or json.dumps(content)
    try:
        return base64.b64decode(content or "", validate=True).decode("utf-8", "replace")
    except (ValueError, TypeError):
        return str(content)


def _summary(report: Path, *, least: int) -> int:
    tally = Tally()
    for line in report.open():
        tally.read(json.loads(line))
    sent = sum(tally.statuses.values())
    print(f"{sent} requests")
    for status, count in sorted(tally.statuses.items()):
        print(f"  {status}  {count}")
    for name in dict.fromkeys(name for name, _ in sorted(tally.checks)):
        good, bad = tally.checks[name, "success"], tally.checks[name, "failure"]
        print(f"  {name:<30} held {good}, failed {bad}")
    for reason, count in tally.declared.most_common():
        print(f"  declared refusals: {reason}: {count}")
    for (name, where), said in sorted(tally.failures.items()):
        print(f"FAILED  {name}  {where}\n        {said}")
    for error in tally.errors:
        print(f"ERROR   {error}")
    return 1 if tally.failures or tally.errors or sent < least else 0


if __name__ == "__main__":
    main(sys.argv[1:])
