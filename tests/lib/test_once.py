"""What is read once while a page is drawn, and never longer."""

from __future__ import annotations

from itertools import count

from jobops.lib.once import once, reading


def test_within_a_page_a_thing_is_read_once():
    numbers = count()
    with reading():
        assert [once("a", lambda: next(numbers)) for _ in range(3)] == [0, 0, 0]
        assert once("b", lambda: next(numbers)) == 1


def test_outside_everything_is_read_anew():
    numbers = count()
    with reading():
        once("a", lambda: next(numbers))
    assert [once("a", lambda: next(numbers)) for _ in range(2)] == [1, 2]


def test_one_page_within_another_is_the_same():
    numbers = count()
    with reading():
        once("a", lambda: next(numbers))
        with reading():
            assert once("a", lambda: next(numbers)) == 0
            assert once("b", lambda: next(numbers)) == 1
        assert once("b", lambda: next(numbers)) == 1
    assert once("a", lambda: next(numbers)) == 2
