"""The same tests over a folder and over an S3-compatible store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jobops.web import stored
from jobops.web.stored import Shelf
from tests.outside import bucket


@pytest.fixture(params=["local", "s3"])
def shelf(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Shelf:
    """Where everything is kept during the test; empty at first."""
    if request.param == "s3":
        bucket.use(settings)
        return stored.FILES
    backend, place = "jobops.web.store_local.Folder", tmp_path / "store"
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {"BACKEND": backend, "OPTIONS": {"location": place / "files"}},
        "passing": {"BACKEND": backend, "OPTIONS": {"location": place}},
    }
    return stored.FILES


@pytest.fixture
def silent(settings: Any) -> None:
    """The store does not answer."""
    bucket.use(settings, endpoint=bucket.nobody())
