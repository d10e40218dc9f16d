"""What whoever runs the installation sees of the registers."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from orchestrator.models import Job, SponsorRegister, User
from orchestrator.ops import doctor
from orchestrator.sponsors import loading, tending
from orchestrator.sponsors.reading import RegisterProblem
from tests import make
from tests.sponsors import files

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def load(path: Path, *more: str) -> str:
    out = StringIO()
    call_command("load_sponsors", "--country", "gb", "--file", path, *more, stdout=out)
    return out.getvalue()


def written(folder: Path, *rows: str) -> Path:
    path = folder / "2026-11-12_-_Worker.csv"
    path.write_bytes(files.gb(*rows))
    return path


def test_the_command_loads_a_file_and_compares_the_jobs(ada: User, tmp_path: Path):
    job = make.job(ada, employer="Crumb")
    said = load(written(tmp_path, "Crumb Ltd", "Loaf Ltd"))

    assert "2 sponsors loaded." in said
    assert "1 jobs compared." in said
    assert Job.objects.get(pk=job.pk).sponsor_score == 100.0
    register = SponsorRegister.objects.get(country="gb")
    assert str(register.published) == "2026-11-12"


def test_the_command_says_why_it_did_not(ada: User, tmp_path: Path):
    load(written(tmp_path, *(f"Bakery {n} Ltd" for n in range(10))))

    with pytest.raises(CommandError, match="less than half"):
        load(written(tmp_path, "Crumb Ltd"))
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        load(tmp_path / "gone.csv")
    assert "1 sponsors loaded." in load(written(tmp_path, "Crumb Ltd"), "--force")


@pytest.mark.parametrize(("days", "verdict"), [(10, "ok"), (90, "failed")])
def test_the_doctor_says_how_old_the_registers_are(
    ada: User, uk: SponsorRegister, days: int, verdict: str
):
    SponsorRegister.objects.update(published=timezone.now().date() - timedelta(days=days))

    assert doctor._sponsors(ada).verdict == verdict


def test_the_doctor_misses_no_register(ada: User):
    assert doctor._sponsors(ada).verdict == "unset"


def test_the_console_lists_registers_and_sponsors(ada: User, uk: SponsorRegister, client: Client):
    listed = client.get("/admin/orchestrator/sponsorregister/")
    found = client.get("/admin/orchestrator/sponsor/", {"q": "loaf and sons"})

    assert b"gb" in listed.content
    assert "Loaf &amp; Sons Ltd" in found.content.decode()
    assert "Monzo" not in found.content.decode()


def test_a_load_whose_worker_died_is_told_and_can_be_asked_for_again(ada: User):
    register = loading.register_of("gb")
    assert tending.ask(register) is True
    loading.claim(register)
    SponsorRegister.objects.update(token_until=timezone.now() - timedelta(seconds=1))
    tending.tend()

    register.refresh_from_db()
    assert "The worker stopped in the middle" in register.error
    assert tending.ask(register) is True


def gone() -> str:
    """The name of a worker of this host that has ended."""
    child = subprocess.Popen(["true"])
    child.wait(timeout=30)
    return f"{socket.gethostname()[:60]}/none/{child.pid}/1"


def test_whoever_was_killed_keeps_nobody_waiting(ada: User):
    register = loading.register_of("gb")
    lost = loading.claim(register)
    SponsorRegister.objects.update(worker=gone())

    loading.take(register, files.gb("Crumb Ltd"), address="register.csv")
    register.refresh_from_db()
    assert (register.names, register.token, register.worker) == (1, None, None)
    with pytest.raises(RegisterProblem, match="being loaded already"):
        loading.go_on(register, lost, files.gb("Loaf Ltd"), address="late.csv")


def test_the_page_need_not_wait_for_a_load_that_was_killed(ada: User):
    register = loading.register_of("gb")
    assert tending.ask(register) is True
    loading.claim(register)
    assert tending.ask(register) is False

    SponsorRegister.objects.update(worker=gone())
    assert tending.ask(register) is True
    assert SponsorRegister.objects.get().worker is None


def test_a_task_that_comes_again_after_a_kill_goes_on_at_once(ada: User):
    register = loading.register_of("gb")
    content = ContentFile(files.gb("Crumb Ltd"), name="register.csv")
    tending.send(ada, register, content, forced=False)
    loading.claim(register)
    SponsorRegister.objects.update(worker=gone())

    done = tending.run(str(register.pk))
    assert done is not None
    assert done.names == 1


def test_the_reaper_takes_a_load_from_a_group_that_is_no_more(ada: User):
    register = loading.register_of("gb")
    tending.ask(register)
    loading.claim(register)
    assert loading.close_dead(at=timezone.now(), group="ours") == 0

    SponsorRegister.objects.update(worker="elsewhere/theirs/1/1")
    assert loading.close_dead(at=timezone.now(), group="ours") == 1
    assert "The worker stopped in the middle" in SponsorRegister.objects.get().error


def test_a_task_that_was_lost_is_queued_again(ada: User):
    register = loading.register_of("gb")
    tending.ask(register)
    assert tending.tend() == 0

    SponsorRegister.objects.update(asked_at=timezone.now() - timedelta(minutes=5))
    assert tending.tend() == 1


def test_a_comparison_that_was_lost_is_queued_again(ada: User, uk: SponsorRegister):
    long_ago = timezone.now() - timedelta(minutes=5)
    SponsorRegister.objects.update(matched_at=None, matching_at=long_ago, fetched_at=long_ago)

    assert tending.tend() == 1


@pytest.mark.worker
@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
def test_a_load_that_is_killed_leaves_the_former_register(ada: User, tmp_path: Path):
    """The real command in a process of its own, on a database of its own, ended by SIGKILL."""
    env = {**os.environ, "JOBOPS_DATA_DIR": str(tmp_path / "data"),
           "DJANGO_SETTINGS_MODULE": "jobops.settings"}  # fmt: skip
    env.pop("DATABASE_URL", None)
    begin = [sys.executable, str(ROOT / "manage.py"), "load_sponsors", "--country", "gb", "--file"]
    first = written(tmp_path, "Crumb Ltd", "Loaf Ltd")
    subprocess.run([*begin, str(first)], env=env, check=True, capture_output=True, timeout=400)

    many = tmp_path / "many.csv"
    many.write_bytes(files.gb(*(f"Bakery {n} Ltd" for n in range(60_000))))
    process = subprocess.Popen([*begin, str(many)], env=env, stdout=subprocess.DEVNULL)
    while rows(env) < 1_000:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)

    assert names(env) == "Crumb Ltd,Loaf Ltd"
    again = [*begin, str(written(tmp_path, "Crumb Ltd", "Bun Ltd"))]
    done = subprocess.run(again, env=env, capture_output=True, text=True, timeout=400)
    assert "2 sponsors loaded." in done.stdout, done.stderr
    assert names(env) == "Bun Ltd,Crumb Ltd"
    assert rows(env) == 2


def rows(env: dict[str, str]) -> int:
    return int(asked(env, "SELECT count(*) FROM orchestrator_sponsor"))


def names(env: dict[str, str]) -> str:
    return asked(
        env,
        "SELECT group_concat(s.name) FROM (SELECT name, load FROM orchestrator_sponsor ORDER BY"
        " name) s JOIN orchestrator_sponsorregister r ON r.load = s.load",
    )


def asked(env: dict[str, str], query: str) -> str:
    with sqlite3.connect(f"file:{env['JOBOPS_DATA_DIR']}/jobops.sqlite3?mode=ro", uri=True) as base:
        return str(base.execute(query).fetchone()[0])
