from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.house import House


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
