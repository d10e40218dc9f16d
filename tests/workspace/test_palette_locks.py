"""Words that keep a search to one state."""

from __future__ import annotations

import pytest

from orchestrator.lifecycle import Status
from orchestrator.workspace.palette_locks import LOCKS, begun, read, spelled

ALIASES = {
    "ready": ["ready", "rdy"],
    "discovered": ["discovered", "discover", "disc"],
    "applied": ["applied", "apply", "app"],
    "in-progress": ["in-progress", "inprogress", "progress", "prog"],
    "skipped": ["skipped", "skip", "skp"],
    "expired": ["expired", "expire", "exp"],
    "processing": ["processing"],
    "all": ["all"],
}


@pytest.mark.parametrize(
    ("key", "name"), [(key, name) for key, names in ALIASES.items() for name in names]
)
@pytest.mark.parametrize("turned", [str.lower, str.upper])
def test_each_name_is_its_lock(key: str, name: str, turned: type[str]) -> None:
    asked = read(f"@{turned(name)} backend  engineer")
    assert asked.lock is LOCKS[key]
    assert (asked.words, asked.said) == ("backend engineer", "")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", [*ALIASES]),
        ("r", ["ready"]),
        ("d", ["discovered"]),
        ("a", ["applied", "all"]),
        ("ap", ["applied"]),
        ("p", ["in-progress", "processing"]),
        ("prog", ["in-progress"]),
        ("proc", ["processing"]),
        ("s", ["skipped"]),
        ("e", ["expired"]),
        ("i", ["in-progress"]),
        ("zzz", []),
    ],
)
def test_a_beginning_means_the_locks_that_begin_so(text: str, keys: list[str]) -> None:
    assert [lock.key for lock in begun(text)] == keys


def test_a_lock_is_only_offered_while_its_name_is_typed() -> None:
    typing = read("@re", is_typing=True)
    assert (typing.lock, [one.key for one in typing.offered]) == (None, ["ready"])
    ended = read("@re ", is_typing=True)
    assert (ended.lock, ended.offered) == (LOCKS["ready"], ())


def test_a_lock_holds_until_another_is_named() -> None:
    assert read("backend", lock="ready").lock is LOCKS["ready"]
    assert read("@skip backend", lock="ready").lock is LOCKS["skipped"]
    assert read("backend", lock="unheard of").lock is None


def test_what_is_no_lock_is_a_word_and_said_so() -> None:
    asked = read("@acme.example offer")
    assert (asked.words, asked.lock) == ("@acme.example offer", None)
    assert asked.said == "“@acme.example” is no lock, so it is looked for as a word."


def test_what_may_be_several_is_said_with_their_names() -> None:
    asked = read("@pro backend")
    assert (asked.words, asked.lock) == ("backend", None)
    assert asked.said == "“@pro” may be @in-progress, @processing."


def test_an_address_is_no_lock() -> None:
    assert read("jobs@ready.example").words == "jobs@ready.example"


def test_locks_have_every_status_and_every_name_once() -> None:
    assert {status for lock in LOCKS.values() for status in lock.statuses} == set(Status.values)
    names = spelled().replace("|", " ").split()
    assert sorted(names) == sorted(name for found in ALIASES.values() for name in found)
