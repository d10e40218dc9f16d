"""Visa sponsors from an empty page to a job that names one, with and without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from orchestrator.models import SponsorRegister, User
from orchestrator.sponsors import comparing, tending
from tests import make
from tests.browser.conftest import Opener
from tests.sponsors import files

ROW = ("Crumb Bakeries Limited", "Leeds", "West Yorkshire", "Worker (A rating)", "Skilled Worker")


def brought(page: Page, folder: Path) -> None:
    """A file chosen on the page, and what the worker does with it."""
    path = folder / "2026-11-12_Worker.csv"
    path.write_bytes(files.gb(ROW, "Loaf Ltd"))
    make.heartbeat()
    section = page.get_by_role("region", name="UK")
    section.get_by_text("Load a file").click()
    section.get_by_label("The register's file").set_input_files(path)
    section.get_by_role("button", name="Load this file").click()
    expect(page.locator("#registers")).to_contain_text("A load waits for the worker.")
    register = SponsorRegister.objects.get(country="gb")
    tending.run(str(register.pk))
    comparing.run(str(register.pk))


def test_a_file_is_loaded_and_the_page_follows_by_itself(
    opened: Opener, ada: User, tmp_path: Path
) -> None:
    page = opened("/visa-sponsors")
    expect(page.get_by_role("heading", name="No register is loaded yet")).to_be_visible()
    brought(page, tmp_path)
    expect(page.locator("#registers")).to_contain_text("2 sponsors, loaded")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_name_is_looked_up_and_a_job_names_it(
    opened: Opener, ada: User, tmp_path: Path, script: bool
) -> None:
    job = make.job(ada, employer="Crumb Bakeries", title="Baker")
    page = opened("/visa-sponsors", java_script_enabled=script)
    brought(page, tmp_path)
    page.goto(page.url)
    page.get_by_label("Name of an employer").fill("crumb")
    page.get_by_label("Name of an employer").press("Enter")
    expect(page.get_by_role("row", name="Crumb Bakeries Limited")).to_contain_text("Leeds")

    page.goto(page.url.split("/visa")[0] + f"/jobs/discovered/{job.pk}")
    expect(page.locator("#panel")).to_contain_text("Licensed sponsor (UK)")
    page.get_by_role("button", name="Check again").click()
    expect(page.locator("#toasts")).to_contain_text("Licensed sponsor: Crumb Bakeries Limited.")
