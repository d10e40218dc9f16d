from __future__ import annotations

import pytest

from pdfs import ink
from pdfs.plain import printable
from pdfs.rich import press


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("plain", "plain"),
        ("soft\u00adhyphen", "softhyphen"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("e\u0301cole", "école"),
        ("ﬁnance and ﬂow", "finance and flow"),
        ("non\u2011breaking", "non-breaking"),
        ("𝗕𝗼𝗹𝗱 name", "Bold name"),
        ("icon \ue0b0 font", "icon font"),
        ("tab\there\nand\u00a0there", "tab here and there"),
        ("bell\x07", "bell"),
        ("C# & C++ – “quoted” 2014–2018", "C# & C++ – “quoted” 2014–2018"),
        ("★★★ ✓ done", "★★★ ✓ done"),
    ],
)
def test_what_is_printed_is_what_is_seen(source: str, printed: str) -> None:
    assert printable(source).text == printed


@pytest.mark.parametrize("emoji", ["🎮", "👩‍💻", "🇺🇦", "☎️", "✉", "❤️", "⭐", "1️⃣", "👍🏽"])
def test_pictographs_are_left_out_and_told(emoji: str) -> None:
    found = printable(f"Call {emoji} me")
    assert found.text.replace(" 1", "") == "Call me"
    assert found.pictographs


@pytest.mark.parametrize(
    "kept",
    [
        "test-driven",
        "client/server",
        "ada@brook.example",
        "github.com/a-b/c",
        "2014–2018",
        "March 2022",
        "paź 2019",
        "40 %",
        "1 200 ms",
        "+44 20 7946 0018",
    ],
)
def test_what_belongs_together_does_not_break(kept: str) -> None:
    assert f'<span class="k">{kept}</span>' in ink.ltr(f"of {kept} in a sentence")


@pytest.mark.parametrize("text", ["a plain sentence", "end. Start", "C++", "使用-测试", "x" * 90])
def test_other_text_breaks_freely(text: str) -> None:
    assert "<span" not in ink.ltr(text)


def test_a_token_longer_than_a_line_may_break() -> None:
    assert "<span" not in ink.ltr("https://example.org/" + "a/" * 60)


def test_latin_words_are_islands_in_right_to_left_text() -> None:
    assert ink.rtl("שלום Python 3.11, שלום") == ('שלום <bdi dir="ltr">Python 3.11</bdi>, שלום')


def test_a_long_address_is_shortened_to_host_and_path() -> None:
    shown = ink.address("https://www.example.org/" + "very-long-path/" * 10)
    assert shown.startswith("example.org/very-long-path")
    assert shown.endswith("…")
    assert len(shown) <= 64


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://a.example", "https://a.example"),
        ("a.example/x", "https://a.example/x"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_only_harmless_targets_are_linked(url: str, target: str) -> None:
    assert ink.safe_target(url) == target


def test_rich_text_keeps_its_marks_and_counts_its_lines() -> None:
    pressed = press("<p>One <strong>two</strong><br>three</p><ul><li><p>four</p></li></ul><p></p>")
    assert pressed.html == "<p>One <strong>two</strong><br>three</p><ul><li>four</li></ul>"
    assert pressed.lines == ("One two", "three", "four")


def test_two_paragraphs_in_a_bullet_stay_one_item() -> None:
    pressed = press("<ul><li><p>one</p><p>two</p></li></ul>")
    assert pressed.html == "<ul><li>one<br>two</li></ul>"
    assert pressed.lines == ("one", "two")


def test_unknown_tags_lose_the_tag_and_keep_the_words() -> None:
    pressed = press('<div onclick="x">a <b>b</b> <img src="http://x">c &lt;d&gt;</div>')
    assert pressed.lines == ("a b c <d>",)
    assert "<div" not in pressed.html
    assert "<img" not in pressed.html


def test_a_long_bullet_may_be_split_between_pages() -> None:
    assert '<li class="long">' in press(f"<ul><li>{'word ' * 80}</li></ul>").html
