"""What the door to kept files promises, whichever store is behind it."""

from __future__ import annotations

import io
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousOperation
from django.utils import timezone

from jobops.web import ranged, store_s3
from jobops.web.stored import FILES, PASSING, Shelf, StoreError
from tests.outside import bucket

NAME = "ada/ab/abc.pdf"
BIG = os.urandom(5 * 1024 * 1024 + 17)


def names(shelf: Shelf, prefix: str = "") -> list[str]:
    return [one.name for one in shelf.entries(prefix)]


def test_what_was_put_is_read_back(shelf: Shelf) -> None:
    before = timezone.now()
    shelf.put(NAME, b"%PDF")
    assert shelf.exists(NAME)
    assert (shelf.read(NAME), shelf.size(NAME)) == (b"%PDF", 4)
    with shelf.open(NAME) as file:
        assert file.read() == b"%PDF"
    entry = shelf.look(NAME)
    assert (entry.name, entry.size) == (NAME, 4)
    assert abs(entry.modified - before) < timedelta(seconds=5)


def test_what_is_missing_is_not_found(shelf: Shelf) -> None:
    assert not shelf.exists(NAME)
    for ask in (shelf.size, shelf.look, shelf.open, shelf.read, shelf.borrowed, shelf.touch):
        with pytest.raises(FileNotFoundError):
            ask(NAME)
    shelf.remove(NAME)
    assert names(shelf) == []


def test_the_same_name_again_has_the_new_bytes(shelf: Shelf) -> None:
    for content in (b"one", b"two", b"two", b"longer"):
        shelf.put(NAME, content)
        assert shelf.read(NAME) == content
    assert names(shelf) == [NAME]


def test_entries_are_those_below_a_prefix_with_their_sizes(shelf: Shelf) -> None:
    for name in ("ada/ab/1.pdf", "ada/documents/cd/2", "ben/ab/3.pdf", "ada/cd/4.webp"):
        shelf.put(name, name.encode())
    assert sorted(names(shelf, "ada/")) == ["ada/ab/1.pdf", "ada/cd/4.webp", "ada/documents/cd/2"]
    assert names(shelf, "ada/ab/1") == ["ada/ab/1.pdf"]
    assert names(shelf, "nobody/") == []
    assert {one.name: one.size for one in shelf.entries()}["ben/ab/3.pdf"] == 12
    shelf.clear("ada/")
    assert names(shelf) == ["ben/ab/3.pdf"]


@pytest.mark.parametrize("shelf", ["s3"], indirect=True)
def test_a_long_list_has_no_end_too_soon(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_s3, "PAGE", 3)
    for number in range(8):
        shelf.put(f"ada/{number}", b"x")
    assert len(names(shelf, "ada/")) == 8
    shelf.clear("ada/")
    assert names(shelf) == []


def test_touching_makes_it_young(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put(NAME, b"%PDF")
    before = shelf.look(NAME).modified - shelf.store.grain
    shelf.touch(NAME)
    assert shelf.look(NAME).modified >= before
    assert shelf.read(NAME) == b"%PDF"


def test_ranges_are_read_without_the_rest(shelf: Shelf) -> None:
    shelf.put(NAME, BIG)
    with shelf.open(NAME) as file:
        assert file.seekable()
        assert file.seek(-5, io.SEEK_END) == len(BIG) - 5
        assert file.read() == BIG[-5:]
        assert file.read(1) == b""
        for at in (0, 3, ranged.WINDOW - 2, ranged.WINDOW, len(BIG) - 1):
            file.seek(at)
            assert file.tell() == at
            assert file.read(100) == BIG[at : at + 100]
        file.seek(0)
        assert file.read() == BIG


def test_a_large_file_is_written_and_read_in_pieces(shelf: Shelf) -> None:
    with shelf.writing(NAME) as file:
        for _ in range(4):
            file.write(BIG)
    with shelf.open(NAME) as file:
        read = sum(len(piece) for piece in iter(lambda: file.read(ranged.BUFFER), b""))
    assert read == shelf.size(NAME) == 4 * len(BIG)


@pytest.mark.parametrize("shelf", ["s3"], indirect=True)
def test_no_request_asks_for_more_than_a_window(shelf: Shelf) -> None:
    shelf.put(NAME, BIG)
    asked: list[str] = []
    events = bucket.client(shelf).meta.events
    events.register("provide-client-params.s3.GetObject", lambda params, **_: asked.append(params))
    with shelf.open(NAME) as file:
        assert asked == []
        assert file.read(10) == BIG[:10]
        file.seek(len(BIG) - 10)
        assert file.read() == BIG[-10:]
    ranges = [one["Range"] for one in asked]  # type: ignore[index]
    last = len(BIG) - 1
    assert ranges == [f"bytes=0-{ranged.WINDOW - 1}", f"bytes={last - 9}-{last}"]


def test_a_borrowed_file_has_a_path_and_goes_or_stays_whole(shelf: Shelf) -> None:
    shelf.put(NAME, BIG)
    with shelf.borrowed(NAME) as file:
        assert Path(str(file.name)).read_bytes() == BIG
    assert shelf.read(NAME) == BIG


def test_a_failed_writing_keeps_nothing(shelf: Shelf) -> None:
    def write() -> None:
        with shelf.writing(NAME) as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write()
    assert names(shelf) == []
    assert not shelf.exists(NAME)


def test_killed_half_way_no_reader_sees_it_and_it_is_tidied(shelf: Shelf) -> None:
    shelf.put("ada/ab/other.pdf", b"%PDF")
    if (child := os.fork()) == 0:
        with shelf.writing(NAME) as file:
            file.write(b"half")
            file.flush()
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert names(shelf) == ["ada/ab/other.pdf"]
    assert not shelf.exists(NAME)
    assert shelf.tidy(before=timezone.now() - timedelta(hours=1)) == 0
    shelf.tidy(before=timezone.now() + timedelta(hours=1))
    assert names(shelf) == ["ada/ab/other.pdf"]


def test_writers_of_the_same_bytes_do_not_disturb_each_other(shelf: Shelf) -> None:
    with ThreadPoolExecutor(8) as crew:
        list(crew.map(lambda _: shelf.put(NAME, BIG), range(16)))
        read = list(crew.map(lambda _: shelf.read(NAME) == BIG, range(8)))
    assert all(read)
    assert names(shelf) == [NAME]


@pytest.mark.parametrize("name", ["../out", "ada/../../out", "/etc/passwd"])
def test_no_name_leads_out_of_the_store(shelf: Shelf, name: str) -> None:
    with pytest.raises(SuspiciousOperation):
        shelf.put(name, b"x")
    with pytest.raises(SuspiciousOperation):
        shelf.exists(name)


def test_no_address_is_handed_out(shelf: Shelf) -> None:
    shelf.put(NAME, b"x")
    with pytest.raises(NotImplementedError):
        shelf.store.url(NAME)  # type: ignore[attr-defined]


def test_a_probe_leaves_nothing(shelf: Shelf) -> None:
    shelf.probe()
    assert names(shelf) == []


def test_what_passes_is_not_among_the_files(shelf: Shelf) -> None:
    PASSING.put("exports/ada/1.zip", b"PK")
    assert names(PASSING, "exports/") == ["exports/ada/1.zip"]
    assert names(FILES) == []


@pytest.mark.parametrize("shelf", ["s3"], indirect=True)
def test_objects_are_private_and_an_abandoned_upload_is_given_up(shelf: Shelf) -> None:
    shelf.put(NAME, b"%PDF")
    client = bucket.client(shelf)
    place = shelf.store.at(NAME)  # type: ignore[attr-defined]
    grants = client.get_object_acl(**place)["Grants"]
    assert {one["Permission"] for one in grants} == {"FULL_CONTROL"}
    assert not any("URI" in one["Grantee"] for one in grants)
    client.create_multipart_upload(**place)
    assert shelf.tidy(before=timezone.now() + timedelta(hours=1)) == 1
    assert shelf.read(NAME) == b"%PDF"


@pytest.mark.usefixtures("silent")
def test_a_silent_store_fails_by_name_and_soon() -> None:
    asks = (FILES.read, FILES.exists, FILES.open, FILES.remove, FILES.touch, FILES.size)
    for ask in asks:
        with pytest.raises(StoreError, match="does not answer") as failed:
            ask(NAME)
        assert failed.value.kind == "unreachable"
    with pytest.raises(StoreError):
        FILES.put(NAME, b"x")
    with pytest.raises(StoreError):
        list(FILES.entries())
    FILES.forget(NAME)


@pytest.mark.parametrize("shelf", ["s3"], indirect=True)
def test_a_bucket_that_is_missing_is_no_missing_file(shelf: Shelf, settings: object) -> None:
    """Else every row would seem to point at nothing."""
    shelf.store.bucket_name = "nowhere"  # type: ignore[attr-defined]
    with pytest.raises(StoreError) as failed:
        list(shelf.entries())
    assert failed.value.kind == "refused"
    with pytest.raises(StoreError):
        shelf.put(NAME, b"x")
