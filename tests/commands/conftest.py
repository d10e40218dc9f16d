from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.commands.house import House
from tests.commands.restored import POSTGRES


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tables and static files; made once, because it takes two seconds."""
    folder = tmp_path_factory.mktemp("prepared")
    code, said = House(folder).run("prepare")
    assert code == 0, said
    return folder


@pytest.fixture
def house(prepared: Path, tmp_path: Path) -> Iterator[House]:
    folder = tmp_path / "data"
    shutil.copytree(prepared, folder)
    house = House(folder)
    yield house
    house.end()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A database of its own beside that of the suite; none on SQLite."""
    if not POSTGRES:
        yield ""
        return
    server, name = os.environ["DATABASE_URL"], f"jobops_restored_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as known:
        known.execute(f"CREATE DATABASE {name}")
        yield f"{server.rpartition('/')[0]}/{name}"
        known.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
