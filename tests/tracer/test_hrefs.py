from __future__ import annotations

import pytest

from pdfs.tracer import hrefs

BASE = "https://jobs.example.org"
PAGE = (
    '<p><a href="https://ada.example.org/a?b=1&amp;c=2">ada.example.org</a>'
    '<a class="k" href="mailto:ada@example.org">ada@example.org</a><a href="tel:+44">+44</a>'
    '<a href="https://jobs.example.org/x">own</a><a href="HTTP://b.example/">b</a>'
    '<a href="https://ada.example.org/a?b=1&amp;c=2">again</a>'
    ' href="https://text.example/"</p>'
)


def test_only_links_that_lead_outside_are_taken_each_once() -> None:
    assert hrefs.targets(PAGE, base=BASE) == (
        "https://ada.example.org/a?b=1&c=2",
        "HTTP://b.example/",
    )


def test_what_a_reader_sees_stays() -> None:
    page = hrefs.rewritten(PAGE, {"https://ada.example.org/a?b=1&c=2": f"{BASE}/cv/abc"})
    assert page.count(f'href="{BASE}/cv/abc"') == 2
    assert ">ada.example.org</a>" in page
    assert 'href="mailto:ada@example.org"' in page
    assert ' href="https://text.example/"</p>' in page


def test_nothing_to_rewrite_changes_nothing() -> None:
    assert hrefs.rewritten(PAGE, {}) == PAGE


@pytest.mark.parametrize("target", ["https://[::1", "https:///", "javascript:alert(1)", "#top", ""])
def test_what_is_no_web_address_is_left_alone(target: str) -> None:
    assert hrefs.targets(f'<a href="{target}">x</a>', base=BASE) == ()


def test_tokens_are_long_plain_and_never_the_same() -> None:
    tokens = {hrefs.new_token() for _ in range(2000)}
    assert len(tokens) == 2000
    assert all(hrefs.is_token(one) for one in tokens)
    assert len(set("".join(tokens))) == 62


@pytest.mark.parametrize(
    "text", ["", "short", "a" * 17, "ä" * 16, "../../etc/passwd", "a" * 15 + "/"]
)
def test_other_texts_are_no_tokens(text: str) -> None:
    assert not hrefs.is_token(text)
