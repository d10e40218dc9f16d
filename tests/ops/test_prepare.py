from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db.migrations.recorder import MigrationRecorder

from orchestrator.ops import prepare, processes, web


@pytest.mark.django_db
def test_a_prepared_database_needs_one_query(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2):
        assert prepare.pending_migrations() == set()


@pytest.mark.django_db
def test_a_missing_migration_is_noticed() -> None:
    MigrationRecorder.Migration.objects.filter(app="pdfs", name="0001_initial").delete()
    assert prepare.pending_migrations() == {("pdfs", "0001_initial")}
    with pytest.raises(SystemExit, match="Run: manage"):
        prepare.require_tables()


@pytest.mark.django_db
def test_a_database_of_a_newer_version_is_left_alone() -> None:
    MigrationRecorder.Migration.objects.create(app="orchestrator", name="0999_from_tomorrow")
    with pytest.raises(SystemExit, match="newer JobOps \\(orchestrator 0999_from_tomorrow\\)"):
        prepare.ensure_tables()


def test_static_files_are_collected_once_until_they_change(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "collected"
    source = tmp_path / "source"
    source.mkdir()
    (source / "one.css").write_text("a{}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    assert [prepare.collect_static(), prepare.collect_static()] == [True, False]
    (source / "two.css").write_text("b{}")
    assert prepare.collect_static()
    assert (settings.STATIC_ROOT / "two.css").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "jobs.example.org"])
def test_an_installation_without_sign_in_stays_on_this_machine(settings: Any, host: str) -> None:
    settings.HOST = host
    with pytest.raises(SystemExit, match="JOBOPS_AUTH=required"):
        processes.refuse_open_door()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_it_starts_on_a_loopback_address(settings: Any, host: str) -> None:
    settings.HOST = host
    processes.refuse_open_door()


def test_with_sign_in_any_address_will_do(settings: Any) -> None:
    settings.HOST, settings.AUTH = "0.0.0.0", "required"
    processes.refuse_open_door()


def test_a_port_in_use_is_one_sentence() -> None:
    taken = web.listen("127.0.0.1", 0)
    port = taken.getsockname()[1]
    with pytest.raises(SystemExit, match=f"Port {port} is already in use") as refused:
        web.listen("127.0.0.1", port)
    taken.close()
    assert f"PORT={port + 1}" in str(refused.value)


def test_the_welcome_names_address_and_browser(settings: Any) -> None:
    settings.HOST, settings.PORT, settings.CHROMIUM_PATH = "127.0.0.1", 3001, "/opt/chromium"
    assert (
        processes.welcome(("web",)) == "JobOps is at http://127.0.0.1:3001 (PDFs by /opt/chromium)"
    )
