from __future__ import annotations

import pytest

from jobops.lib.secretbox import Box, SecretBoxError, new_key


def test_it_opens_what_it_sealed() -> None:
    box = Box(new_key())
    sealed = box.seal("päss wörd")
    assert "päss" not in sealed
    assert box.open(sealed) == "päss wörd"


def test_two_seals_of_one_text_differ() -> None:
    box = Box(b"any random text of the key file")
    assert box.seal("x") != box.seal("x")


@pytest.mark.parametrize("sealed", ["", "nonsense", "gAAAAABnonsense", "ünicode"])
def test_it_refuses_what_it_did_not_seal(sealed: str) -> None:
    with pytest.raises(SecretBoxError, match="Enter it again") as caught:
        Box(new_key()).open(sealed)
    assert caught.value.kind == "not_openable"


def test_it_refuses_another_key_and_a_changed_text() -> None:
    box = Box(new_key())
    sealed = box.seal("x")
    with pytest.raises(SecretBoxError):
        Box(new_key()).open(sealed)
    with pytest.raises(SecretBoxError):
        box.open(sealed[:-4] + "AAAA")


def test_an_old_key_still_opens_after_rotation() -> None:
    sealed = Box(b"old").seal("x")
    rotated = Box(b"new,old")
    assert rotated.open(sealed) == "x"
    assert Box(b"new").open(rotated.seal("y")) == "y"


def test_it_refuses_to_work_without_a_key() -> None:
    with pytest.raises(SecretBoxError) as caught:
        Box(b" , ")
    assert caught.value.kind == "no_key"
