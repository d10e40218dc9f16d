"""A register that is loaded, for pages and endpoints."""

from __future__ import annotations

from datetime import date

import pytest

from orchestrator.models import SponsorRegister
from orchestrator.sponsors import comparing, loading
from tests.sponsors import files

ROW = ("Crumb Bakeries Limited", "Leeds", "West Yorkshire", "Worker (A rating)", "Skilled Worker")


@pytest.fixture
def uk(db: None) -> SponsorRegister:
    register = loading.register_of("gb")
    content = files.gb(ROW, "Loaf & Sons Ltd", "Monzo Bank Ltd")
    loading.take(register, content, address="register.csv", published=date(2026, 11, 12))
    comparing.run(str(register.pk))
    register.refresh_from_db()
    return register
