"""A Chromium for the PDFs: found, or installed where that is possible. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT

COMMANDS = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable")
BROWSER_PACKAGES = ("chromium-headless-shell", "fonts-liberation")
OTHER_BROWSER_PACKAGES = ("chromium", "fonts-liberation")
# Playwright's driver is linked against it, and the smallest Debian images come without.
DRIVER_PACKAGE = "libatomic1"
# pdftotext as a second reader of finished files, and a font for Chinese, Japanese and Korean names.
OPTIONAL_PACKAGES = ("poppler-utils", "fonts-wqy-microhei")
WITHOUT = "No Chromium was found, so PDFs are unavailable; everything else works."
HOW = "Install Chromium or set CHROMIUM_PATH, then run `make setup`."


def ensure(venv: Path, *, retry: bool = False) -> str | None:
    """The path of a browser, also left in CHROMIUM_PATH; never fails, None means no PDFs.

    An attempt that failed is remembered in `venv` and only made again with `retry`.
    """
    given_up = venv / "browser.unavailable"
    may_try = retry or not given_up.exists()
    if may_try and find() is None:
        _install(venv)
    elif may_try and _lacks_driver_library() and not apt_install([DRIVER_PACKAGE]):
        given_up.touch()
    path = find()
    if path is None:
        given_up.touch()
        print(f"{WITHOUT} {HOW}", file=sys.stderr, flush=True)
        return None
    os.environ.setdefault("CHROMIUM_PATH", path)
    return path


def find() -> str | None:
    """CHROMIUM_PATH, else the first browser on PATH, else one that Playwright downloaded."""
    named = os.environ.get("CHROMIUM_PATH")
    if named:
        return named
    on_path = next(filter(None, map(shutil.which, COMMANDS)), None)
    return on_path or _downloaded_by_playwright()


def apt_install(packages: Sequence[str]) -> bool:
    """Whether the packages are installed afterwards; False where apt cannot be used."""
    apt = _updated_apt()
    return apt is not None and _installs(apt, packages)


def _install(venv: Path) -> None:
    print("Installing Chromium for the PDFs", flush=True)
    apt = _updated_apt()
    if apt is not None and (
        _installs(apt, [DRIVER_PACKAGE, *BROWSER_PACKAGES])
        or _installs(apt, [DRIVER_PACKAGE, *OTHER_BROWSER_PACKAGES])
    ):
        for package in OPTIONAL_PACKAGES:
            _installs(apt, [package])
        return
    print("Debian's package is out of reach; trying Playwright's own download", flush=True)
    python = str(venv / "bin" / "python")
    _succeeds([python, "-m", "playwright", "install", "chromium-headless-shell"])


def _updated_apt() -> list[str] | None:
    """The command line that apt-get starts with, after an update; None where it cannot be used."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        prefix = []
    elif shutil.which("sudo") and not subprocess.call(["sudo", "-n", "true"], stderr=DEVNULL):
        prefix = ["sudo", "-n"]
    else:
        return None
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    # Mirrors that are being synchronised fail once and answer a moment later.
    if _succeeds([*apt, "update"]) or _succeeds([*apt, "update"]):
        return apt
    return None


def _installs(apt: list[str], packages: Sequence[str]) -> bool:
    return _succeeds([*apt, "install", "-y", "--no-install-recommends", *packages])


def _downloaded_by_playwright() -> str | None:
    default = Path.home() / ".cache" / "ms-playwright"
    store = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or default)
    found = sorted(store.glob("chromium_headless_shell-*/*/*headless[-_]shell"))
    return str(found[-1]) if found else None


def _lacks_driver_library() -> bool:
    roots = (Path("/usr/lib"), Path("/usr/lib64"), *Path("/usr/lib").glob("*-linux-*"))
    return bool(shutil.which("apt-get")) and not any(
        (root / "libatomic.so.1").exists() for root in roots
    )


def _succeeds(command: list[str]) -> bool:
    """Run it; what it said is shown only when it failed."""
    done = subprocess.run(command, stdout=PIPE, stderr=STDOUT, text=True, check=False)
    if done.returncode:
        print(done.stdout.rstrip()[-2000:], file=sys.stderr, flush=True)
    return done.returncode == 0
