"""Everything put back by a real process, on the database of the suite; killed at each step."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.commands.house import House
from tests.commands.killed_restore import INSTANTS
from tests.commands.restored import POSTGRES, python

SQLITE = pytest.mark.skipif(POSTGRES, reason="about the file of SQLite")


class Filled:
    """A filled house with one backup, of which nothing is as it was any more."""

    def __init__(self, house: House, url: str) -> None:
        self.house, self.env = house, {"DATABASE_URL": url} if url else {}
        assert self.run("prepare")[0] == 0
        self.of("fill")
        code, said = self.run("backup")
        assert code == 0, said
        self.before = self.of("show")
        self.archive = kept(house)[-1]
        self.of("change")
        self.changed = self.of("show")

    def run(self, *arguments: str) -> tuple[int, str]:
        return self.house.run(*arguments, env=self.env)

    def of(self, verb: str) -> dict[str, Any]:
        return python(self.house, "tests.commands.filled", verb, env=self.env)


def kept(house: House) -> list[Path]:
    """The oldest first."""
    found = (house.folder / "backups").glob("*.tar.gz")
    return sorted(found, key=lambda path: path.name.partition("-2")[2])


@pytest.fixture(scope="module")
def filled(prepared: Path, tmp_path_factory: pytest.TempPathFactory, url: str) -> Filled:
    folder = tmp_path_factory.mktemp("filled") / "data"
    shutil.copytree(prepared, folder)
    return Filled(House(folder), url)


def test_every_row_and_file_is_as_it_was_and_the_way_back_is_named(filled: Filled) -> None:
    """Slow: three real processes over a house in which something of everything exists."""
    assert filled.before != filled.changed
    code, said = filled.run("restore", str(filled.archive))
    assert code == 0, said
    assert filled.of("show") == filled.before
    assert "1 message to other programs waited" in said
    assert "Everybody signs in again" in said
    safety = kept(filled.house)[-1]
    assert safety.name in said
    code, said = filled.run("restore", str(safety))
    assert code == 0, said
    assert filled.of("show") == filled.changed


def test_without_the_key_it_says_what_stays_closed(filled: Filled, tmp_path: Path) -> None:
    """Slow: a process that makes ready an empty folder."""
    if POSTGRES:
        pytest.skip("the folder decides about the key, not the database")
    fresh = House(tmp_path / "fresh")
    fresh.folder.mkdir()
    code, said = fresh.run("restore", str(filled.archive))
    assert code == 0, said
    assert "1 stored key of a service cannot be read with the present key" in said
    assert "box.key" in said
    assert "sk-canary" not in said
    assert python(fresh, "tests.commands.filled", "show", env={}) == filled.before
    assert kept(fresh) == []


def test_verifying_changes_nothing_and_a_damaged_archive_is_refused(
    filled: Filled, tmp_path: Path
) -> None:
    before = filled.of("show")
    code, said = filled.run("restore", str(filled.archive), "--verify-only")
    assert (code, said.startswith("Sound. Made ")) == (0, True), said
    broken = tmp_path / filled.archive.name
    content = bytearray(filled.archive.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 64] = bytes(64)
    broken.write_bytes(content)
    code, said = filled.run("restore", str(broken))
    assert (code, "damaged, so nothing was changed" in said) == (1, True), said
    assert filled.of("show") == before


@SQLITE
def test_it_is_refused_while_something_runs(house: House, filled: Filled) -> None:
    house.start("serve", "--only", "web")
    code, said = house.run("restore", str(filled.archive))
    assert (code, "Something still runs" in said) == (1, True), said


@SQLITE
def test_a_kill_at_any_instant_ends_in_the_old_or_the_new(filled: Filled, tmp_path: Path) -> None:
    """Slow: a restore and a start per instant, each with a process that is really killed."""
    copy = tmp_path / "copy"
    shutil.copytree(filled.house.folder, copy)
    now = filled.of("show")
    found = python(
        filled.house, "tests.commands.killed_restore", str(filled.archive), str(copy), env={}
    )
    ends = {
        at: "new" if one["rows"] == filled.before["rows"] else "old" for at, one in found.items()
    }
    committed = [f"{when} {place.rpartition('.')[2]}" for place, when in INSTANTS].index(
        "after commit"
    )
    assert list(ends.values()) == ["old"] * committed + ["new"] * (len(INSTANTS) - committed)
    for at, one in found.items():
        assert one["code"] == 9, at
        assert not one["left"], at
        wanted = filled.before if ends[at] == "new" else now
        assert one["rows"] == wanted["rows"], at
        assert wanted["files"].keys() <= one["files"].keys(), at
        assert ends[at] == "old" or one["files"] == filled.before["files"], at
