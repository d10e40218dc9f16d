"""From a clone to a running JobOps: virtual environment, requirements, Chromium, then the command.

Standard library only, because nothing is installed yet. A step that is already done is skipped.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

from jobops import browser_setup

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MINIMUM = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")

USAGE = """usage: python3 -m jobops.bootstrap COMMAND

  run       install what is missing, then start JobOps on http://127.0.0.1:3001
  demo      the same with sample data in ./demo-data
  setup     install everything, start nothing
  test      run the tests (more arguments go to pytest)
  check     run the static checks
  bench     run the measurements in bench/
  audit     ask whether an installed package is known to be vulnerable
  pictures  take the pictures of the documents anew (names of some: only those)
"""

PROGRAMS = {
    "run": ("manage.py", "serve"),
    "demo": ("manage.py", "demo"),
    "test": ("-m", "pytest", "-n", "2"),
    "bench": ("-m", "bench"),
    "audit": ("-m", "tests.house.audit"),
    "pictures": ("-m", "tests.pictures"),
}
RUN_TIME, EVERYTHING = "requirements.lock", "requirements-dev.lock"

# Python tools run as modules: the scripts beside them break when the folder is moved.
CHECKS = {
    "ruff check": ("python", "-m", "ruff", "check", "."),
    "ruff format": ("python", "-m", "ruff", "format", "--check", "."),
    "djade": ("djade", "--check", "--target-version", "5.2"),
    "mypy": ("python", "-m", "mypy", "jobops", "orchestrator", "tailoring", "pdfs"),
    "import contracts": ("python", "-c", "from importlinter.cli import *; lint_imports_command()"),
    "django check": ("python", "manage.py", "check"),
    "migrations": ("python", "manage.py", "makemigrations", "--check", "--dry-run"),
}


def main(argv: list[str]) -> int:
    os.chdir(ROOT)
    command, rest = (argv[0], argv[1:]) if argv else ("", [])
    if command not in {*PROGRAMS, "setup", "check"}:
        print(USAGE, end="")
        return 0 if command in {"-h", "--help", "help"} else 2
    _require_python(argv)
    install(RUN_TIME if command in {"run", "demo"} else EVERYTHING)
    if command not in {"check", "audit"}:
        browser_setup.ensure(VENV, retry=command == "setup")
    if command == "setup":
        print("Ready. `make run` starts JobOps, `make demo` shows it with sample data.")
        return 0
    if command == "check":
        return check()
    if command == "demo":
        os.environ.setdefault("JOBOPS_DATA_DIR", "demo-data")
    return _become([*PROGRAMS[command], *rest])


def install(lock: str) -> None:
    """The virtual environment with everything that file names: these versions, these hashes."""
    if _is_installed(lock):
        return
    _create_venv()
    print(f"Installing {lock} (about a minute the first time)", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # The lock names every package, so nothing is left to find out.
    if subprocess.call([*pip, "--require-hashes", "--no-deps", "-r", lock]):
        raise SystemExit(
            f"pip could not install {lock}; its message is above.\n"
            "Check the network or the package index and run the same command again."
        )
    _stamp(lock).write_text(_digest(lock))


def check() -> int:
    """Run every static check, show what each failing one said, and close with one line."""
    with tempfile.TemporaryDirectory() as data, ThreadPoolExecutor(max_workers=2) as pool:
        env = {**os.environ, "JOBOPS_DATA_DIR": data}
        jobs = [(name, pool.submit(_run_check, name, env)) for name in CHECKS]
        failed = []
        for name, job in jobs:
            code, output, seconds = job.result()
            print(f"{'ok    ' if code == 0 else 'FAILED'}  {name:<18} {seconds:5.1f} s", flush=True)
            if code:
                failed.append(name)
                print(output.rstrip())
    closing = f"; failed: {', '.join(failed)}" if failed else ""
    print(f"{len(CHECKS) - len(failed)} of {len(CHECKS)} checks passed{closing}")
    return 1 if failed else 0


def _run_check(name: str, env: dict[str, str]) -> tuple[int, str, float]:
    program, *arguments = CHECKS[name]
    if name == "djade":
        arguments += sorted(str(path) for path in Path("templates").rglob("*.html"))
    start = time.monotonic()
    done = subprocess.run(
        [str(VENV / "bin" / program), *arguments],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, time.monotonic() - start


def _require_python(argv: list[str]) -> None:
    if sys.version_info >= MINIMUM:
        return
    newer = next(filter(None, map(shutil.which, NEWER_PYTHONS)), None)
    if newer:
        os.execv(newer, [newer, "-m", "jobops.bootstrap", *argv])
    found = ".".join(str(part) for part in sys.version_info[:3])
    raise SystemExit(f"JobOps needs Python 3.11 or newer; this is {found}.")


def _create_venv() -> None:
    if PYTHON.exists() and not subprocess.call(
        [str(PYTHON), "-m", "pip", "--version"], stdout=subprocess.DEVNULL
    ):
        return
    print("Creating the virtual environment in .venv", flush=True)
    create = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    first = subprocess.run(create, capture_output=True, text=True, check=False)
    if first.returncode == 0:
        return
    # Debian ships Python without ensurepip unless this package is installed.
    if browser_setup.apt_install(["python3-venv"]) and not subprocess.call(create):
        return
    raise SystemExit(
        f"The virtual environment could not be created:\n{first.stdout}{first.stderr}\n"
        "On Debian and Ubuntu: apt-get install python3-venv, then run the same command again."
    )


def _is_installed(lock: str) -> bool:
    # The development set contains the runtime set, so either stamp will do for the smaller one.
    for name in {lock, EVERYTHING}:
        stamp = _stamp(name)
        if PYTHON.exists() and stamp.exists() and stamp.read_text() == _digest(name):
            return True
    return False


def _stamp(lock: str) -> Path:
    return VENV / f"{lock}.installed"


def _digest(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def _become(arguments: list[str]) -> NoReturn:
    # Replacing this process lets Ctrl-C and the exit code pass without anything in between.
    sys.stdout.flush()
    os.execv(str(PYTHON), [str(PYTHON), *arguments])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
