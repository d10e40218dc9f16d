"""The backup command as an owner types it: killed in the middle, and restored by hand elsewhere."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

from tests import make
from tests.commands.house import ROOT, House

JOBS = '[{"title": "Engineer", "employer": "Acme", "jobUrl": "https://acme.example.org/1"}]'
# The kill comes when everything is packed and only the manifest is missing.
KILLED = """
import os, signal, django
django.setup()
from orchestrator.ops import archives, backups
archives._add_manifest = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
backups.create("manual", actor="test")
"""


def filled(house: House) -> House:
    file = house.folder / "jobs.json"
    file.write_text(JOBS)
    assert house.run("import_jobs", str(file), "--no-score")[0] == 0
    assert house.run("import_resume", str(make.RESUME))[0] == 0
    kept = house.folder / "files" / "owner" / "ab"
    kept.mkdir(parents=True)
    (kept / "abc.pdf").write_bytes(b"%PDF kept")
    return house


def test_a_backup_is_restored_by_hand_into_a_fresh_folder(house: House, tmp_path: Path) -> None:
    code, said = filled(house).run("backup")
    assert (code, "all readable" in said) == (0, True), said
    (archive,) = (house.folder / "backups").glob("*.tar.gz")
    fresh = House(tmp_path / "fresh")
    fresh.folder.mkdir()
    # As docs/operations.md says: unpack, put the keys beside it, prepare.
    with tarfile.open(archive) as tar:
        tar.extractall(fresh.folder, filter="data")
    for key in ("box.key", "secret.key"):
        shutil.copy(house.folder / key, fresh.folder)
    code, said = fresh.run("prepare")
    assert code == 0, said
    with closing(sqlite3.connect(fresh.folder / "jobops.sqlite3")) as database:
        assert database.execute("SELECT title FROM orchestrator_job").fetchall() == [("Engineer",)]
        assert database.execute("SELECT count(*) FROM tailoring_resumedocument").fetchone() == (1,)
    assert (fresh.folder / "files/owner/ab/abc.pdf").read_bytes() == b"%PDF kept"
    assert "was here already" in fresh.run("import_resume", str(make.RESUME))[1]


def test_a_kill_in_the_middle_leaves_nothing_that_looks_like_a_backup(house: House) -> None:
    env = filled(house).env({})
    done = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=env, check=False)
    assert done.returncode == -9
    left = list((house.folder / "backups").iterdir())
    assert [path.name.startswith(".making-") for path in left] == [True]
    assert "There is no backup yet" in house.run("backup", "--verify")[1]
    assert house.run("backup")[0] == 0
    assert not left[0].exists()


def test_checking_reads_the_newest_one_and_makes_none(house: House) -> None:
    assert house.run("backup")[0] == 0
    assert house.run("backup", "--verify")[0] == 0
    (archive,) = (house.folder / "backups").glob("*.tar.gz")
    content = bytearray(archive.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 64] = bytes(64)
    archive.write_bytes(content)
    code, said = house.run("backup", "--verify")
    assert code == 1
    assert archive.name in said
