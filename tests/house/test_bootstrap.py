from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from jobops import bootstrap

ROOT = Path(__file__).resolve().parents[2]
OWN = ("jobops/__init__.py", "jobops/bootstrap.py", "jobops/browser_setup.py", "Makefile")
# Stands in for the virtual environment's Python: it writes down what it was asked.
STAND_IN = """#!/bin/sh
echo "$@" >> asked
case "$*" in
  *pytest*) echo "pid $$"; exit 7 ;;
  *mypy*) echo "line 3: wrong"; exit 1 ;;
  *"$FAILING"*) exit 1 ;;
esac
echo "data ${JOBOPS_DATA_DIR:-none} browser ${CHROMIUM_PATH:-none}"
"""


@dataclass(frozen=True)
class Clone:
    """A copy of the start files whose virtual environment is a stand-in."""

    folder: Path

    def start(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        env = {"PATH": str(self.folder / "bin"), "HOME": str(self.folder), "FAILING": "nothing"}
        return subprocess.run(
            [sys.executable, "-m", "jobops.bootstrap", *arguments],
            cwd=self.folder,
            env={**env, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def asked(self) -> list[str]:
        """What the stand-in was asked so far, and a clean sheet."""
        path = self.folder / "asked"
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return lines


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    for name in OWN:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text("Django==5.2.19 --hash=sha256:00\n")
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "djade"):
        (programs / name).write_text(STAND_IN)
        (programs / name).chmod(0o755)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "sh").symlink_to("/bin/sh")
    (tmp_path / "bin" / "chromium").symlink_to("/bin/true")
    return Clone(tmp_path)


def test_the_first_start_installs_and_the_second_only_starts(clone: Clone) -> None:
    clone.start("run")
    first = clone.asked()
    clone.start("run")

    assert [line.split()[:3] for line in first[1:]] == [
        ["-m", "pip", "install"],
        ["manage.py", "serve"],
    ]
    assert clone.asked() == ["manage.py serve"]


@pytest.mark.parametrize(
    ("command", "file"),
    [
        ("run", "requirements.lock"),
        ("demo", "requirements.lock"),
        ("test", "requirements-dev.lock"),
    ],
)  # fmt: skip
def test_each_command_installs_what_it_needs(clone: Clone, command: str, file: str) -> None:
    clone.start(command)

    assert f"-r {file}" in clone.asked()[1]


def test_the_development_set_serves_every_command(clone: Clone) -> None:
    clone.start("setup")
    clone.asked()
    clone.start("run")

    assert clone.asked() == ["manage.py serve"]


def test_changed_requirements_are_installed(clone: Clone) -> None:
    clone.start("setup")
    clone.asked()
    (clone.folder / "requirements-dev.lock").write_text("Django==5.2.20 --hash=sha256:01\n")
    clone.start("setup")

    assert "install" in clone.asked()[1]


def test_only_files_with_a_known_hash_are_installed(clone: Clone) -> None:
    clone.start("run")

    assert clone.asked()[1].endswith("--require-hashes --no-deps -r requirements.lock")


def test_a_failed_installation_stops_with_a_sentence_and_is_tried_again(clone: Clone) -> None:
    failed = clone.start("run", FAILING="install")
    clone.asked()
    clone.start("run")

    assert failed.returncode == 1
    assert "pip could not install requirements.lock" in failed.stderr
    assert "install" in clone.asked()[1]


def test_arguments_the_exit_code_and_signals_reach_the_tests(clone: Clone) -> None:
    clone.start("setup")
    clone.asked()
    env = {**os.environ, "PATH": str(clone.folder / "bin")}
    process = subprocess.Popen(
        [sys.executable, "-m", "jobops.bootstrap", "test", "tests/jobs", "-k", "csv"],
        cwd=clone.folder,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    )
    output, _ = process.communicate(timeout=200)

    assert process.returncode == 7
    assert output == f"pid {process.pid}\n"
    assert clone.asked() == ["-m pytest -n 2 tests/jobs -k csv"]


def test_the_demo_keeps_its_data_apart(clone: Clone) -> None:
    assert "data demo-data" in clone.start("demo").stdout
    assert "data elsewhere" in clone.start("demo", JOBOPS_DATA_DIR="elsewhere").stdout
    assert "data none" in clone.start("run").stdout


def test_a_named_browser_wins_over_one_on_the_path(clone: Clone) -> None:
    on_path = str(clone.folder / "bin" / "chromium")

    assert f"browser {on_path}" in clone.start("run").stdout
    assert "browser /opt/mine" in clone.start("run", CHROMIUM_PATH="/opt/mine").stdout


def test_without_a_browser_it_starts_and_says_so_and_tries_once(clone: Clone) -> None:
    (clone.folder / "bin" / "chromium").unlink()
    first, second = (clone.start("run", FAILING="playwright") for _ in range(2))
    tried = [line for line in clone.asked() if "playwright" in line]

    assert len(tried) == 1
    assert all("PDFs are unavailable" in start.stderr for start in (first, second))
    assert all("browser none" in start.stdout for start in (first, second))


def test_a_browser_that_playwright_downloaded_is_found(clone: Clone) -> None:
    (clone.folder / "bin" / "chromium").unlink()
    store = clone.folder / ".cache/ms-playwright/chromium_headless_shell-1200/chrome-linux"
    store.mkdir(parents=True)
    (store / "headless_shell").touch()

    assert f"browser {store}/headless_shell" in clone.start("run").stdout


def test_checks_all_run_and_the_failing_one_speaks(clone: Clone) -> None:
    (clone.folder / "templates").mkdir()
    (clone.folder / "templates" / "page.html").touch()
    done = clone.start("check")
    lines = done.stdout.splitlines()

    assert done.returncode == 1
    assert "line 3: wrong" in lines
    assert lines[-1] == "6 of 7 checks passed; failed: mypy"


@pytest.mark.parametrize("arguments", [(), ("fly",)])
def test_an_unknown_command_shows_what_there_is(clone: Clone, arguments: tuple[str, ...]) -> None:
    done = clone.start(*arguments)

    assert done.returncode == 2
    assert "run       install what is missing" in done.stdout
    assert clone.asked() == []


def test_an_old_python_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", "")

    with pytest.raises(SystemExit, match=r"JobOps needs Python 3\.11 or newer; this is 3\.9\.2"):
        bootstrap.main(["run"])


@pytest.mark.parametrize(
    "name", ["jobops/__init__.py", "jobops/bootstrap.py", "jobops/browser_setup.py"]
)
def test_nothing_has_to_be_installed_to_install(name: str) -> None:
    nodes = list(ast.walk(ast.parse((ROOT / name).read_text())))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}

    assert {one.partition(".")[0] for one in names} <= {*sys.stdlib_module_names, "jobops"}


def test_make_knows_every_command_and_no_other() -> None:
    (line,) = [x for x in (ROOT / "Makefile").read_text().splitlines() if x.startswith(".PHONY")]

    assert set(line.split()[1:]) == {*bootstrap.PROGRAMS, "setup", "check"}
