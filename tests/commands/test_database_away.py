"""PostgreSQL is stopped under running processes, as by an upgrade or a crash. Everything says so
meanwhile, and nobody has to be started again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psycopg
import pytest

from tests.commands.house import House
from tests.house import postgres
from tests.house.postgres import Cluster
from tests.worker.harness import until

pytestmark = [
    pytest.mark.worker,
    pytest.mark.skipif(postgres.programs() is None, reason=postgres.MISSING),
]

POOL = 4
# Two web processes; the desk; two workers with the threads they may have; command, pusher, monitor.
MOST = 2 * POOL + POOL + 2 * (4 + 2) + 4
JOB = {"title": "Baker", "employer": "Crumb", "jobDescription": "Bread."}


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with postgres.server() as found:
        yield found


@pytest.fixture
def house(tmp_path: Path, cluster: Cluster) -> Iterator[House]:
    started = House(tmp_path)
    several = {"JOBOPS_WEB_PROCESSES": "2", "JOBOPS_DATABASE_POOL": str(POOL)}
    started.start("serve", env={"DATABASE_URL": cluster.url, **several})
    try:
        until(lambda: started.answers("/health/ready"), what="a worker and a browser")
        yield started
    finally:
        started.end()


def asked(house: House, path: str, body: object = None) -> tuple[int, bytes]:
    data = json.dumps(body).encode() if body is not None else None
    request = Request(house.url + path, data, {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except HTTPError as refused:
        return refused.code, refused.read()


def imported(house: House, number: int) -> str:
    job = {**JOB, "jobUrl": f"https://jobs.example/{number}"}
    asked_for = {"skipTailoring": True, "job": job}
    status, body = asked(house, "/api/manual-jobs/import", asked_for)
    assert status in (200, 201), body
    return str(json.loads(body)["data"]["id"])


def beat(house: House) -> datetime:
    worker = json.loads(asked(house, "/health/ready")[1])["checks"]["worker"]
    return datetime.fromisoformat(worker["lastHeartbeatAt"])


def test_requests_are_refused_meanwhile_and_work_afterwards(house: House, cluster: Cluster) -> None:
    # It waits for a cluster, two web processes and a worker to come back.
    before = {one.pid for one in house.roles()}
    imported(house, 1)
    cluster.stop()
    status, body = asked(house, "/api/jobs")
    assert (status, json.loads(body)["error"]["code"]) == (503, "SERVICE_UNAVAILABLE")
    page, shown = asked(house, "/jobs/ready")
    assert (page, b"The database does not answer" in shown) == (503, True)
    assert asked(house, "/health")[0] == 200
    assert json.loads(asked(house, "/health/ready")[1])["checks"]["database"]["status"] == "failed"

    back = datetime.now(UTC)
    cluster.start()
    until(lambda: house.answers("/health/ready"), what="ready again")
    imported(house, 2)
    # The worker's clock found its way back by itself.
    until(lambda: beat(house) > back, what="a new sign of life")
    assert {one.pid for one in house.roles()} == before


def lines_of(cluster: Cluster) -> int:
    """Lines to the database but for our own."""
    with psycopg.connect(cluster.url) as connection:
        found = connection.execute(
            "select count(*) from pg_stat_activity where backend_type = 'client backend'"
        ).fetchone()
    assert found
    return int(found[0]) - 1


def test_a_crowd_of_requests_and_streams_shares_the_lines_there_are(
    house: House, cluster: Cluster
) -> None:
    streams = [urlopen(f"{house.url}/live", timeout=100) for _ in range(8)]
    with ThreadPoolExecutor(40) as crowd:
        answers = [crowd.submit(asked, house, "/api/jobs") for _ in range(200)]
        counted = [lines_of(cluster) for _ in range(20)]
        assert {answer.result()[0] for answer in answers} == {200}
    assert max(counted) <= MOST
    for stream in streams:
        stream.close()
