"""The container files against what they name: no Docker is needed to see that they fit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jobops import browser_setup, settings
from orchestrator.ops.processes import ROLES

ROOT = Path(__file__).resolve().parents[2]
IMAGE = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text())
COMPOSE = (ROOT / "compose.yaml").read_text()
IGNORED = (ROOT / ".dockerignore").read_text().split("\n")


def service(name: str) -> str:
    found = re.search(rf"^  {name}:\n((?:    .*\n|\n)+)", COMPOSE, re.M)
    assert found, name
    return found[1]


def copied() -> list[str]:
    lines = re.findall(r"^COPY (.+)$", IMAGE, re.M)
    return [name for line in lines for name in line.split()[:-1]]


def test_the_image_copies_what_exists_and_everything_that_runs():
    assert [name for name in copied() if not (ROOT / name).exists()] == []
    assert {"jobops", "orchestrator", "tailoring", "pdfs", "templates", "static"} <= set(copied())


def test_only_what_is_copied_is_sent_to_the_builder():
    assert IGNORED[1] == "*"
    assert {line[1:] for line in IGNORED if line.startswith("!")} == set(copied())


def test_the_image_has_what_the_bootstrap_would_install():
    packages = re.search(r"--no-install-recommends (.+?) &&", IMAGE)
    wanted = {*browser_setup.BROWSER_PACKAGES, *browser_setup.OPTIONAL_PACKAGES}

    assert packages
    own = {browser_setup.DRIVER_PACKAGE, "postgresql-client", "tini"}
    assert wanted | own == set(packages[1].split())


def test_the_image_installs_the_tested_versions_by_their_hashes_and_builds_nothing():
    install = re.search(r"pip install (.+)", IMAGE)

    assert install
    assert "--require-hashes --no-deps --only-binary :all: -r requirements-scale.lock" in install[1]
    assert not re.search(r"\b(gcc|build-essential|python3-dev|git|curl)\b", IMAGE)


def test_nothing_is_said_twice_in_the_image():
    lines = [line.strip(" \\") for line in (ROOT / "Dockerfile").read_text().splitlines()]
    assigned = [line for line in lines if re.match(r"(ENV )?[A-Z_]+=", line)]

    assert len(assigned) == len(set(assigned))


@pytest.mark.parametrize("role", ROLES)
def test_the_containers_own_files_cannot_be_changed(role):
    assert "<<: *jobops" in service(role)
    shared = COMPOSE.split("services:")[0]
    assert "read_only: true" in shared
    assert "- /tmp" in shared
    assert 'cap_drop: ["ALL"]' in shared
    assert "no-new-privileges:true" in shared


def test_the_image_runs_as_nobody_special_behind_an_init():
    assert re.search(r"^USER 10001$", IMAGE, re.M)
    assert IMAGE.index("USER 10001") < IMAGE.index("CMD [")
    assert 'ENTRYPOINT ["tini", "--"]' in IMAGE


def test_a_container_that_listens_to_everybody_asks_who_is_there():
    assert "HOST=0.0.0.0" in IMAGE
    assert "JOBOPS_AUTH=required" in IMAGE


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_a_service_of_its_own(role):
    assert f'command: ["python", "manage.py", "serve", "--only", "{role}"]' in service(role)


@pytest.mark.parametrize("name", ["worker", "postgres", "redis", "store"])
def test_services_without_the_images_own_check_have_one(name):
    assert "healthcheck:" in service(name)


def test_running_work_may_end_before_a_container_is_killed():
    periods = [int(seconds) for seconds in re.findall(r"stop_grace_period: (\d+)s", COMPOSE)]

    assert len(periods) == 2
    assert min(periods) > settings.STOP_SECONDS


def test_only_the_web_is_published_and_only_on_this_machine():
    ports = re.findall(r'- "(\S+:\d+)"', COMPOSE)

    assert ports == [f"127.0.0.1:{settings.PORT}:{settings.PORT}"]
    assert "ports:" in service("web")


def test_the_web_has_two_processes_unless_told_otherwise():
    assert "JOBOPS_WEB_PROCESSES: ${JOBOPS_WEB_PROCESSES:-2}" in COMPOSE


@pytest.mark.parametrize(("name", "profile"), [("redis", "redis"), ("store", "s3")])
def test_what_one_machine_does_not_need_starts_only_when_asked_for(name, profile):
    assert f'profiles: ["{profile}"]' in service(name)
    assert "depends_on:" not in service(name)


@pytest.mark.parametrize("name", ["JOBOPS_REDIS_URL", "JOBOPS_S3_BUCKET", "JOBOPS_S3_ENDPOINT"])
def test_without_the_profiles_their_settings_are_empty(name):
    assert f"{name}: ${{{name}:-}}" in COMPOSE


def test_lines_to_the_database_fit_what_the_server_of_the_image_gives():
    web = 2 * settings.DATABASE_POOL
    places = max(settings.CRAWL_PLACES, settings.MODEL_PLACES)
    group = settings.DATABASE_POOL + settings.WORKERS * (places + 2) + 4
    assert web + group + 3 <= 100
