"""python-jobspy in a program of its own. The library here is a stand-in that a test writes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from orchestrator.models import User
from orchestrator.pipeline import child
from orchestrator.pipeline.asking import Asking, ask
from orchestrator.sources import jobspy
from orchestrator.sources.base import Query, Record
from orchestrator.sources.posting import Posting
from orchestrator.sources.registry import SOURCES
from tests.bounds import ends
from tests.worker.harness import until

LIBRARY = """
import json, os, subprocess, sys, time

class Table:
    def __init__(self, rows, errors=None, warnings=None):
        self.rows, self.attrs = rows, {"errors": errors or {}, "warnings": warnings or {}}
    def to_json(self, orient, date_format):
        return json.dumps(self.rows)

def row(**more):
    return {"id": "li-1", "site": "linkedin", "title": "Baker", "company": "Acme",
            "job_url": "https://www.linkedin.com/jobs/view/1", "location": "Leeds, UK",
            "date_posted": "2026-11-20T00:00:00.000", "min_amount": None, **more}

def scrape_jobs(**asked):
"""
QUERY = Query(terms=("baker",), country="GB", limit=10)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Call it with the body of `scrape_jobs`."""
    folder = tmp_path / "library" / "jobspy"
    folder.mkdir(parents=True)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.syspath_prepend(str(folder.parent))
    monkeypatch.setenv("PYTHONPATH", str(folder.parent))
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))

    def write(body: str) -> None:
        (folder / "__init__.py").write_text(f"{LIBRARY}    {body}\n")

    return write


def asked(owner: User, query: Query = QUERY, *, site: str = "linkedin", **more):
    asking = ask(
        SOURCES[f"jobspy_{site}"], query, owner=owner,
        **{"cancelled": lambda: False, "seconds": 200, **more},
    )  # fmt: skip
    found: list[Record] = list(asking)
    return found, asking


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def gone(*pids: int) -> bool:
    until(lambda: not any(map(lives, pids)), what="nothing left of it")
    return True


def test_its_rows_become_postings(ada: User, library):
    library(
        "return Table([row(min_amount=30000, currency='GBP', interval='yearly'), row(title='')])"
    )

    found, asking = asked(ada)

    assert (asking.error, asking.good, asking.bad, asking.requests) == (None, 1, 1, 1)
    posting = found[0]
    assert isinstance(posting, Posting)
    assert (posting.source, posting.source_job_id) == ("jobspy_linkedin", "li-1")
    assert (posting.title, posting.employer, posting.location) == ("Baker", "Acme", "Leeds, UK")
    assert (posting.date_posted, posting.salary_min) == ("2026-11-20", 30_000)


def test_it_is_told_what_is_wanted(ada: User, library):
    library("return Table([row(title=json.dumps(asked))])")

    found, _ = asked(ada, Query(terms=("baker",), places=("Leeds",), country="GB", limit=7))

    told = json.loads(found[0].title)
    assert told["site_name"] == "linkedin"
    assert (told["search_term"], told["location"]) == ("baker", "Leeds, uk")
    assert told["results_wanted"] == 7


def test_nothing_of_our_environment_reaches_it(ada: User, library, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LLM_API_KEY", "sk-secret")
    library("return Table([row(title=' '.join(sorted(os.environ)), company=os.environ['HOME'])])")

    found, _ = asked(ada)

    assert "LLM_API_KEY" not in found[0].title
    assert not Path(found[0].employer).exists()


def test_the_worker_imports_neither_the_library_nor_pandas(ada: User, library):
    library("return Table([row()])")

    assert asked(ada)[1].good == 1
    assert {"jobspy", "pandas"} & set(sys.modules) == set()


@pytest.mark.parametrize(
    ("reported", "kind"),
    [
        ("response status code 403 (blocked: use a proxy)", "refused"),
        ("response status code 429", "rate_limited"),
        ("Read timed out", "timeout"),
        ("Pool(host='x', port=443): Read timed out. (read timeout=15)", "timeout"),
        ("HTTPSConnectionPool(host='x'): Max retries: /search?q=403+captcha", "unreachable"),
        ("Failed to perform, curl: (6) Could not resolve host: x", "unreachable"),
        ("no job cards in the page", "changed_shape"),
    ],
)
def test_what_the_library_reports_is_that_sites_error_and_its_rows_are_kept(
    ada: User, library, reported: str, kind: str
):
    library(f"return Table([row()], errors={{'linkedin': {reported!r}, 'indeed': 'other'}})")

    found, asking = asked(ada)

    assert len(found) == 1
    assert asking.error.kind == kind
    assert reported not in asking.error.sentence


def test_an_exception_of_the_library_is_an_error_of_the_site(ada: User, library):
    library("raise KeyError('secret detail')")

    error = asked(ada)[1].error

    assert error.kind == "changed_shape"
    assert "secret" not in error.sentence


def test_warnings_are_counted_in_a_note(ada: User, library):
    library("return Table([row()], warnings={'linkedin': ['a', 'b']})")

    asking = asked(ada)[1]

    assert asking.error is None
    assert asking.notes == ("python-jobspy reported 2 warnings. The log holds them.",)


@pytest.mark.parametrize("body", ["os._exit(3)", "sys.exit(0)", "os.kill(os.getpid(), 11)"])
def test_a_program_that_ends_without_a_result_is_an_error(ada: User, library, body: str):
    library(body)

    assert asked(ada)[1].error.kind == "changed_shape"


def test_too_much_of_it_is_refused(ada: User, library):
    library("return Table([row(description='x' * 26 * 1024 * 1024)])")

    assert asked(ada)[1].error.kind == "too_big"


GRANDCHILD = (
    "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'],"
    " start_new_session={new});"
    " open({file!r}, 'w').write(f'{{os.getpid()}} {{p.pid}}'); {then}"
)


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize("then", ["time.sleep(600)", "return Table([row()])"])
def test_nothing_of_it_is_left(ada: User, library, tmp_path: Path, then: str, new: bool):
    file = tmp_path / "pids"
    library(GRANDCHILD.format(new=new, file=str(file), then=then))

    def is_up() -> bool:
        return file.exists() and len(file.read_text().split()) == 2

    with ends():
        asking: Asking = asked(ada, cancelled=lambda: then.startswith("time") and is_up())[1]

    assert (asking.error and asking.error.kind) == ("cancelled" if "time" in then else None)
    assert gone(*map(int, file.read_text().split()))
    assert list((tmp_path / "scratch").iterdir()) == []


def test_its_time_is_limited(ada: User, library, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(child, "HARD_SECONDS", 0.5)
    library("time.sleep(600)")

    with ends():
        assert asked(ada)[1].error.kind == "timeout"


def test_a_worker_that_is_killed_takes_it_along(library, tmp_path: Path):
    file = tmp_path / "pids"
    library(GRANDCHILD.format(new=False, file=str(file), then="time.sleep(600)"))
    ask_file = tmp_path / "ask.json"
    ask_file.write_text(json.dumps({"site_name": "linkedin"}))
    script = (
        "import subprocess, sys;"
        f"subprocess.Popen([sys.executable, '-m', {jobspy.PROGRAM!r}, {str(tmp_path)!r}],"
        " start_new_session=True).wait()"
    )
    worker = subprocess.Popen([sys.executable, "-c", script], cwd=child.settings.BASE_DIR)

    def is_up() -> bool:
        assert worker.poll() is None
        return file.exists() and len(file.read_text().split()) == 2

    until(is_up, what="a child and its child")
    pids = [int(pid) for pid in file.read_text().split()]

    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()

    assert gone(*pids)


def test_what_is_not_installed_says_how_to_install_it(ada: User):
    asking = asked(ada)[1]

    assert (asking.error.kind, asking.requests) == ("needs_key", 0)
    assert "pip install python-jobspy" in asking.error.sentence


@pytest.mark.parametrize(("country", "kind"), [(None, "unsupported"), ("AQ", "unsupported")])
def test_a_site_of_countries_is_not_asked_without_one(ada: User, library, country, kind: str):
    library("return Table([])")

    asking = asked(ada, Query(terms=("baker",), country=country), site="indeed")[1]

    assert (asking.error.kind, asking.requests) == (kind, 0)


def test_the_requirements_do_not_bring_it():
    for name in ("requirements.txt", "requirements.lock"):
        assert "jobspy" not in (child.settings.BASE_DIR / name).read_text()
