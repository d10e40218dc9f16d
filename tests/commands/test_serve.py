"""The one command. Each test starts real processes, which takes about two seconds."""

from __future__ import annotations

from urllib.request import urlopen

import pytest

from tests.commands.house import House
from tests.worker.harness import gone, until

pytestmark = pytest.mark.worker

# Serve, web and its server, worker, two of the pool with their feeder and keeper, desk.
SETTLED = 9
# 231 MiB were measured after a first start, 294 before migrations had a process of their own: what
# they load stayed in every other. The image itself is 136, so 200 would want fewer modules.
PSS_LIMIT = 260 * 1024


def test_it_answers_names_its_address_and_stops_on_ctrl_c(house: House) -> None:
    # What is idle waits for nothing, however long it might.
    house.start("serve", env={"JOBOPS_STOP_SECONDS": "900"})
    until(lambda: house.answers("/health/ready"), what="a worker and a browser")
    assert f"JobOps is at {house.url} (PDFs by " in house.said()
    assert "Server" not in urlopen(f"{house.url}/health").headers
    family = house.family()
    assert house.interrupt() == 0
    until(lambda: gone(family))


def test_idle_it_needs_less_than_260_mib_with_everything_running(house: House) -> None:
    house.start("serve")
    until(lambda: house.answers("/health/ready") and len(house.family()) >= SETTLED)
    assert sum(one.memory_full_info().pss for one in house.family()) / 1024 < PSS_LIMIT


@pytest.mark.parametrize("role", [0, 1], ids=["web", "worker"])
def test_a_killed_part_is_started_again(house: House, role: int) -> None:
    house.start("serve")
    until(lambda: house.answers("/health/ready"))
    before = house.roles()[role]
    branch = before.children(recursive=True)
    before.kill()
    until(lambda: gone([before, *branch]), what="its children gone")
    until(lambda: len(house.roles()) == 2 and house.answers("/health/ready"))
    assert before.pid not in {one.pid for one in house.roles()}


def test_nothing_is_left_when_the_command_itself_is_killed(house: House) -> None:
    house.start("serve")
    until(lambda: house.answers("/health/ready"))
    family = house.family()
    assert house.process is not None
    house.process.kill()
    house.process.wait()
    until(lambda: gone(family))


def test_one_part_can_be_left_out(house: House) -> None:
    house.start("serve", "--only", "web")
    assert len(house.roles()) == 1
    assert not house.answers("/health/ready")


def test_a_port_in_use_is_one_sentence(house: House) -> None:
    house.start("serve", "--only", "web")
    code, said = house.run("serve")
    assert code == 1
    assert said.strip().startswith(f"Port {house.port} is already in use")
    assert "Traceback" not in said


def test_an_open_door_is_refused(house: House) -> None:
    code, said = house.run("serve", env={"HOST": "0.0.0.0"})
    assert code == 1
    assert "JOBOPS_AUTH=required" in said


def test_the_demo_has_ready_jobs_with_pdfs_and_starts_twice(house: House) -> None:
    # It scores forty postings and prints five, so this takes several seconds.
    house.start("demo")
    ready = f"{house.url}/api/jobs?status=ready"
    until(lambda: urlopen(ready).read().count(b'"ready"') >= 3)
    house.interrupt()
    house.start("demo")
    assert "The samples are here already." in house.said()
    assert urlopen(ready).read().count(b'"ready"') >= 3
