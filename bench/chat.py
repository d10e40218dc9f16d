"""Replies that stream, beside pages that must not notice.

    python -m bench chat [--streams 50] [--rate 20] [--tokens 200] [--jobs 1000]

A model at a fixed rate stamps each token. Measured are the time from the model to a reader for the
first token and for all, and whole pages of the workspace while nothing and while everything
streams, one after the other in one run.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from bench.installation import ROOT, Installation, environment, figures, installation, table

PASSWORD = "a long enough password"
PER_OWNER = 4
PAGE = "/jobs/discovered"
ROUNDS = 60
# Somebody may have four replies written at once, so many streams are many people's.
PEOPLE = """
from bench.seed import seed
from orchestrator.accounts import tokens
from orchestrator.accounts.door import local_owner
from orchestrator.models import Job, User
seed({jobs})
reader = local_owner()
reader.set_password({password!r})
reader.save()
print("reader", reader.username)
for n in range({people}):
    owner = User.objects.create_user(f"writer{{n}}", password={password!r})
    token = tokens.issue(owner, name="bench", days=None)[1]
    for k in range({each}):
        job = Job.objects.create(
            owner=owner, source="manual", title=f"Engineer {{k}}", employer="Alder Rail",
            job_url=f"https://jobs.example/{{n}}/{{k}}", canonical_url=f"jobs.example/{{n}}/{{k}}",
            description="We plan railways. " * 100,
        )
        print("job", token, job.pk)
"""


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench chat")
    parser.add_argument("--streams", type=int, default=50)
    parser.add_argument("--rate", type=float, default=20.0)
    parser.add_argument("--tokens", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=1000)
    given = parser.parse_args(arguments)
    with model(given.rate, given.tokens) as address:
        env = {"LLM_BASE_URL": address, "LLM_MODEL": "bench", "JOBOPS_AUTH": "required"}
        with installation(**env) as found:
            name, jobs = people(found, env, jobs=given.jobs, streams=given.streams)
            headers = signed_in(found, name)
            pages(found, headers, rounds=10)
            quiet = pages(found, headers, rounds=ROUNDS)
            few = read(found, jobs[:1], lambda: None)
            loud: list[float] = []
            many = read(found, jobs, lambda: loud.extend(pages(found, headers, rounds=ROUNDS)))
            memory = found.memory()
    show(few, many, quiet, loud)
    print(f"memory {sum(memory.values()):.0f} MiB PSS after it, {len(memory)} processes")


@contextmanager
def model(rate: float, tokens: int) -> Iterator[str]:
    command = [sys.executable, "-m", "bench.chat_model", "--rate", str(rate)]
    process = subprocess.Popen(
        [*command, "--tokens", str(tokens)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


def people(
    found: Installation, env: dict[str, str], *, jobs: int, streams: int
) -> tuple[str, list[str]]:
    """Who reads pages, and a line `port token job` for each stream."""
    code = PEOPLE.format(
        jobs=jobs, password=PASSWORD, people=-(-streams // PER_OWNER), each=PER_OWNER
    )
    wanted = environment(found.folder, found.port, env)
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", code],
        cwd=ROOT, env=wanted, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    rows = [line.split() for line in done.stdout.splitlines()]
    name = next(row[1] for row in rows if row[0] == "reader")
    asked = [f"{found.port} {row[1]} {row[2]}" for row in rows if row[0] == "job"]
    return name, asked[:streams]


def signed_in(found: Installation, name: str) -> dict[str, str]:
    line = found.keep_open()
    line.request("GET", "/sign-in")
    answer = line.getresponse()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
    if token is None:
        raise SystemExit("the page to sign in has no form")
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    body = urlencode({"username": name, "password": PASSWORD, "csrfmiddlewaretoken": token[1]})
    kind = "application/x-www-form-urlencoded"
    line.request("POST", "/sign-in", body, {"Cookie": cookie, "Content-Type": kind})
    answer = line.getresponse()
    answer.read()
    cookies = [value for key, value in answer.getheaders() if key == "Set-Cookie"]
    session = next((one for one in cookies if one.startswith("sessionid")), "")
    if not session:
        raise SystemExit(f"signing in: {answer.status}")
    line.close()
    return {"Cookie": session.partition(";")[0]}


def pages(found: Installation, headers: dict[str, str], *, rounds: int) -> list[float]:
    line = found.keep_open()
    took = []
    for _ in range(rounds):
        started = time.perf_counter()
        line.request("GET", PAGE, headers=headers)
        answer = line.getresponse()
        answer.read()
        took.append(time.perf_counter() - started)
        if answer.status != 200:
            raise SystemExit(f"{PAGE}: {answer.status}")
    line.close()
    return took


def read(found: Installation, jobs: list[str], meanwhile: Callable[[], None]) -> list[Any]:
    """What each reader found; `meanwhile` begins when all replies are on their way."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.chat_readers"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n".join(jobs) + "\n")
    process.stdin.close()
    time.sleep(2 if len(jobs) > 1 else 0)
    meanwhile()
    streams: list[Any] = json.loads(process.stdout.read())
    process.wait()
    return streams


def show(few: list[Any], many: list[Any], quiet: list[float], loud: list[float]) -> None:
    for name, streams in (("one stream", few), (f"{len(many)} streams", many)):
        refused = [one["refused"] for one in streams if "refused" in one]
        fine = [one for one in streams if one.get("ending") == "completed" and one["same"]]
        print(f"{name}: {len(fine)} whole, refused {refused}")
        table(
            [
                figures("asked to ready", [one["ready"] for one in fine]),
                figures("first token, model to reader", [one["first"] for one in fine]),
                figures("any token, model to reader", [t for one in fine for t in one["all"]]),
            ]
        )
    rows = [figures("page, nothing streams", quiet), figures("page, all stream", loud)]
    table(rows)
    print(f"ratio of p95: {rows[1]['p95 ms'] / rows[0]['p95 ms']:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
