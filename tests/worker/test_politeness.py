"""Processes that know nothing of each other ask one host in turn."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

import pytest
from django.conf import settings
from django.db import connection

from orchestrator.pipeline import turns
from tests.outside.server import Reply, Server
from tests.worker.harness import REAL_ROWS, ROOT

pytestmark = [pytest.mark.worker, REAL_ROWS]

SCRIPT = """
import django, sys
django.setup()
from dataclasses import replace
from orchestrator.pipeline import turns
from orchestrator.pipeline.polite import Polite
from orchestrator.pipeline.turns import Patience
from orchestrator.sources.registry import SOURCES
turns.HELD = float(sys.argv[2])
row = replace(SOURCES["lever"], gap=0.2)
end = Patience.lasting(200, lambda: False).deadline
http = Polite(row, scope="lever", deadline=end, cancelled=lambda: False)
for number in range(int(sys.argv[1])):
    http.get("https://api.lever.co/v0/postings/acme")
"""


def asking(relay: Server, *, requests: int, held: float = turns.HELD) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.worker.settings",
        "JOBOPS_DATA_DIR": str(settings.DATA_DIR),
        "JOBOPS_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "JOBOPS_SOURCE_RELAY_URL": relay.url,
    }
    command = [sys.executable, "-c", SCRIPT, str(requests), str(held)]
    return subprocess.Popen(command, env=environment, cwd=ROOT)


# Three starts of Python with all models.
def test_three_processes_keep_the_gap_between_them(outside: Server):
    outside.on("GET", ".*", Reply(body=[], delay=0.05))
    processes = [asking(outside, requests=3) for _ in range(3)]

    assert [one.wait(200) for one in processes] == [0, 0, 0]

    arrived = [seen.at for seen in outside.seen]
    assert len(arrived) == 9
    assert min(b - a for a, b in pairwise(arrived)) >= 0.2


def test_a_process_that_is_killed_in_its_turn_does_not_keep_it(outside: Server):
    outside.next(Reply(hang=True))
    outside.on("GET", ".*", Reply(body=[]))
    first = asking(outside, requests=1, held=1)
    outside.wait_for(1)
    first.kill()
    first.wait()

    assert asking(outside, requests=1).wait(200) == 0
    assert len(outside.seen) == 2
