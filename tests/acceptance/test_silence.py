"""With nothing configured, a running installation calls nobody."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.commands.house import House
from tests.worker.harness import ROOT, until

LISTENING = ROOT / "tests" / "outside" / "listening"
# Where the server itself listens.
OWN = {"look up 127.0.0.1", "connect 127.0.0.1"}
PAGES = (
    "/", "/jobs/discovered", "/settings", "/settings/models", "/settings/about", "/overview",
    "/watchlist", "/runs/new", "/api/openapi.json", "/admin/", "/onboarding", "/tracking-inbox",
)  # fmt: skip


def calls(file: Path) -> set[str]:
    return {line.partition(" ")[2] for line in file.read_text().splitlines()}


# Starts the server, the worker and its browser.
@pytest.mark.worker
def test_a_server_and_a_worker_without_settings_call_nobody(house: House, tmp_path: Path) -> None:
    heard = tmp_path / "calls"
    house.start("serve", env={"PYTHONPATH": str(LISTENING), "JOBOPS_TEST_CALLS": str(heard)})
    until(lambda: house.answers("/health/ready"), what="a worker and a browser")
    assert {page: urlopen(f"{house.url}{page}").status for page in PAGES} == dict.fromkeys(
        PAGES, 200
    )
    listened = {line.split()[0] for line in heard.read_text().splitlines() if "started" in line}
    assert {str(one.pid) for one in house.family() if "python" in one.name()} & listened
    assert len(listened) > 3, "web, worker and what they begin"
    assert calls(heard) - {"started"} - OWN == set()
    browser = [one for one in house.family() if "chrom" in one.name()]
    lines = [line for one in browser for line in one.net_connections() if line.raddr]
    assert {line.raddr.ip for line in lines} <= {"127.0.0.1"}


def test_a_call_would_be_heard(tmp_path: Path) -> None:
    # Starts Python once.
    heard = tmp_path / "calls"
    code = "import socket; socket.getaddrinfo('127.0.0.2', 80)"
    environment = {"PYTHONPATH": str(LISTENING), "JOBOPS_TEST_CALLS": str(heard)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert calls(heard) == {"started", "look up 127.0.0.2"}
