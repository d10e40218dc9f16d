from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailoring.documents.clean import blocks, bulleted, paragraphs, plain, rich
from tests.bounds import computes


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One</p><ul><li>Two</li></ul>", "<p>One</p><ul><li>Two</li></ul>"),
        ("<h2>Title</h2><p>Text</p>", "<p>Title</p><p>Text</p>"),
        ("<div>foo</div><div>bar</div>", "<p>foo</p><p>bar</p>"),
        ('<p><span style="color:red">a</span><span>b</span></p>', "<p>ab</p>"),
        ("<P><B>loud</B> <I>soft</I></P>", "<p><strong>loud</strong> <em>soft</em></p>"),
        ("<p>a<br/>b</p>", "<p>a<br>b</p>"),
        ("<p></p><ul><li><p> </p></li></ul><p>left</p>", "<p>left</p>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<p> a  b </p>"),
    ],
)
def test_it_keeps_the_words_of_tags_it_takes_away(html: str, expected: str) -> None:
    assert rich(html) == expected


@pytest.mark.parametrize(
    "text",
    [
        "List<String> and Map<K,V>",
        "if x <y then z",
        "i<b and b>c",
        "latency <5ms, 3 > 2",
        "the <object> and the <data> tag",
        "a <div> without an end",
        "R&D & more",
    ],
)
def test_angle_brackets_that_are_words_stay_words(text: str) -> None:
    assert plain(text) == text


def test_markdown_bold_becomes_strong_but_not_inside_code() -> None:
    html = "<p>x **y z** and <code>a ** b ** c</code></p>"
    assert rich(html) == "<p>x <strong>y z</strong> and <code>a ** b ** c</code></p>"


def test_two_lone_stars_are_not_bold() -> None:
    assert plain("2 ** 3 ** 4") == "2 ** 3 ** 4"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script><p>ok</p>",
        '<p onclick="alert(1)">ok</p>',
        '<img src=x onerror="alert(1)"><p>ok</p>',
        "<style>p{}</style><p>ok</p>",
        "<!-- note --><p>ok</p>",
        '<svg onload="alert(1)"><p>ok</p></svg>',
    ],
)
def test_nothing_active_survives(hostile: str) -> None:
    assert rich(hostile) == "<p>ok</p>"


def test_a_link_to_a_script_keeps_only_its_words() -> None:
    cleaned = rich('<p><a href="javascript:alert(1)">mine</a></p>')
    assert "javascript" not in cleaned
    assert plain(cleaned) == "mine"


def test_a_link_keeps_its_address() -> None:
    assert 'href="https://example.org/?a=1&amp;b=2"' in rich(
        '<a href="https://example.org/?a=1&amp;b=2">site</a>'
    )


def test_text_without_tags_becomes_paragraphs_and_a_list() -> None:
    assert rich("Intro\n- one\n• two\nEnd") == (
        "<p>Intro</p><ul><li>one</li><li>two</li></ul><p>End</p>"
    )


def test_plain_text_has_one_bullet_a_line() -> None:
    html = "<p>Intro</p><ul><li><p>one</p></li><li>two<ul><li>three</li></ul></li></ul>"
    assert plain(html).splitlines() == ["Intro", "one", "two", "three"]


def test_blocks_tell_bullets_from_paragraphs_in_order() -> None:
    html = "<p>Intro</p><ul><li><p>one</p></li><li>two</li></ul><p>End</p>"
    assert list(blocks(html)) == [
        (False, "Intro"), (True, "one"), (True, "two"), (False, "End")
    ]  # fmt: skip
    assert bulleted(html) == (["Intro", "End"], ["one", "two"])


def test_paragraphs_are_escaped() -> None:
    assert paragraphs("a <b> & c\n\nd") == "<p>a &lt;b&gt; &amp; c</p><p>d</p>"


def test_cleaning_twice_changes_nothing_more() -> None:
    once = rich("<div>**a** List<T> <h3>b</h3></div>\n- c")
    assert rich(once) == once


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<ul>", "<li>", "</li>", "<div>", "</div>", "<b>", "</b>", "<", ">", "<x", "**",
     "<h1>", "</h1>", "<span class='a'>", "</span>", "<br>", "&", "&lt;", " ", "\n", "- "]
)  # fmt: skip
_WORDS = st.from_regex(r"[a-z]{3,8}Q", fullmatch=True)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(_PIECES, _WORDS), max_size=25))
def test_no_word_is_ever_lost(pieces: list[str]) -> None:
    source = "".join(pieces)
    expected = re.findall(r"[a-z]{3,8}Q", " ".join(p for p in pieces if p.endswith("Q")))
    found = plain(source).replace("\n", " ")
    assert [word for word in expected if word not in found] == []


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 50_000 + "word" + "</div>" * 50_000,
        "<ul><li>" * 50_000 + "word",
        "<b>" * 50_000 + "word" + "</i>" * 50_000,
        "<!--" * 50_000 + "word",
        "- word\n" * 50_000,
        "**word " * 50_000,
    ],
)
def test_hostile_markup_ends_soon_and_keeps_the_word(hostile: str) -> None:
    with computes():
        assert "word" in plain(hostile)
