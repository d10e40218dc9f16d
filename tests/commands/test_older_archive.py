"""A backup of an earlier version, put back by a real process that brings it up to date."""

from __future__ import annotations

from tests.commands.house import House
from tests.commands.restored import python

# The database of then knows neither packets, nor what freezes them, nor two-step sign-in.
LEVEL = "0012_writing_settings"


def test_a_backup_of_an_older_version_is_brought_up_to_date(house: House, url: str) -> None:
    """Slow: every table drawn anew, backwards and forwards, by processes of their own."""
    env = {"DATABASE_URL": url} if url else {}
    if url:
        assert house.run("prepare", env=env)[0] == 0
    made = python(house, "tests.commands.older", "leave", LEVEL, env=env)
    assert (made["level"], made["faults"]) == (LEVEL, [])
    code, said = house.run("restore", str(house.folder / "backups" / made["file"]), env=env)
    assert code == 0, said
    assert python(house, "tests.commands.older", "show", env=env) == {
        "titles": ["Zylophone tuner"],
        "packets": 0,
        "found": {"zylophone": 2, "marimba": 1},
        "frozen": True,
        "files": ["%PDF of that time"],
        "behind": 0,
        "newest": 0,
    }
