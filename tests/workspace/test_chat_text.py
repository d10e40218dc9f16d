"""Replies as HTML: Markdown that can do nothing, with marks that survive it."""

from __future__ import annotations

import pytest
from lxml import html

from orchestrator.workspace.chat_text import shown


def mark(text: str, words: str, kind: str = "claim") -> dict[str, object]:
    at = text.index(words)
    return {"kind": kind, "start": at, "end": at + len(words)}


def marked(text: str, *words: str) -> list[str]:
    """What is marked in the page, piece by piece."""
    found = shown(text, [mark(text, one) for one in words])
    root = html.fromstring(f"<div>{found}</div>")
    return [str(one.text_content()) for one in root.iter("mark")]


@pytest.mark.parametrize(
    ("text", "words", "pieces"),
    [
        ("I led 800 people.", "800 people", ["800 people"]),
        ("I **led 800** people.", "led 800** people", ["led 800", " people"]),
        ("_All of it_ is new.", "_All of it", ["All of it"]),
        ("One.\n\nTwo.", "One.\n\nTwo.", ["One.", "Two."]),
        ("- led 800\n- wrote", "led 800", ["led 800"]),
        ("| a |\n|---|\n| led 800 |", "led 800", ["led 800"]),
        ("Grüße 👋🏽 an 800 Leute", "800 Leute", ["800 Leute"]),
        ("Use `led 800` here", "led 800", []),
        ("See [led 800](https://x.example/led)", "led 800", ["led 800"]),
    ],
)
def test_a_mark_is_where_its_words_are(text: str, words: str, pieces: list[str]) -> None:
    assert marked(text, words) == pieces


@pytest.mark.parametrize("words", ["x.example", "[Acme](https://x.example/a?b=1)", "b=1"])
def test_a_mark_in_an_address_leaves_the_address_as_it_is(words: str) -> None:
    text = "See [Acme](https://x.example/a?b=1) now"
    assert 'href="https://x.example/a?b=1"' in shown(text, [mark(text, words)])
    assert marked(text, words) == []


def test_of_marks_that_overlap_the_first_is_shown() -> None:
    assert marked("I led 800 people.", "led 800", "800 people") == ["led 800"]


def test_each_kind_looks_its_own() -> None:
    text = "one two three"
    kinds = zip(("one", "two", "three"), ("claim", "avoid", "filler"), strict=True)
    found = shown(text, [mark(text, words, kind) for words, kind in kinds])
    assert [f'class="is-{kind}"' in found for kind in ("claim", "avoid", "filler")] == [True] * 3


def test_signs_of_ours_in_a_text_are_not_taken_for_marks() -> None:
    assert "<mark" not in shown("𐫰never marked𐫳")
    assert marked("𐫰 led 800 𐫳", "led 800") == ["led 800"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "![x](https://evil.example/x.png)",
        "[a](data:text/html,x)",
        '<a href="https://x.example" onclick="x()">a</a>',
        "`<b>x</b>`",
        "<mark class='is-claim'>x</mark>",
        "[a](//evil.example)",
        "![![x](https://evil.example/1.png)](https://evil.example/2.png)",
    ],
)
def test_nothing_in_a_reply_can_act(text: str) -> None:
    root = html.fromstring(f"<div>{shown(text)}</div>")
    assert {one.tag for one in root.iter()} <= {"div", "p", "a", "code"}
    assert not root.xpath("//@src | //@onclick | //@onerror | //@style | //@class")
    assert [one for one in root.xpath("//@href") if not one.startswith("https://")] == []


def test_a_link_opens_elsewhere_and_tells_nothing() -> None:
    root = html.fromstring(shown("[a](https://x.example)"))
    link = root.xpath("//a")[0]
    assert (link.get("target"), link.get("rel")) == ("_blank", "noopener noreferrer nofollow")


def test_a_picture_becomes_its_words() -> None:
    assert shown("Look: ![a chart](https://x.example/c.png)") == "<p>Look: a chart</p>\n"


def test_headings_stand_below_the_one_of_the_message() -> None:
    assert "<h4>Hello</h4>" in shown("# Hello")
