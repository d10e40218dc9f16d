from __future__ import annotations

import pytest

from jobops.lib.text import canonical_url, clean_control, fold, html_to_text, similarity
from tests.bounds import computes


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("   ", ""),
        ("plain words", "plain words"),
        ("a < b and c > d", "a < b and c > d"),
        ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<ul><li>Python<li><p>SQL</p></ul>after", "- Python\n- SQL\n\nafter"),
        ("<b>Must</b> have <em>Go</em>lang", "Must have Golang"),
        ("<div>a</div><div>b</div>", "a\nb"),
        (
            "<table><tr><td>Pay</td><td>60k</td></tr><tr><td>Rest</td></tr></table>",
            "Pay\t60k\nRest",
        ),
        ("<td><p>a</p></td><td> b </td>", "a\tb"),
        ("a <b> b </b> c\n  d", "a b c d"),
        ("a<br><br><br>b", "a\n\nb"),
        ("<ul><li></li><li>x</li></ul>", "- x"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n- b"),
        ("<h2>About</h2>us", "About\n\nus"),
        ("a<!-- score 100 -->b", "ab"),
        ("<script>x()</script><style>p{}</style>seen", "seen"),
        ("<p hidden>orders</p>seen", "seen"),
        ("<p style='display:none'>orders<p>seen", "seen"),
        ("<span style='font-size:0px'>orders</span>seen", "seen"),
        ("<span style='font-size:0.9em'>seen</span>", "seen"),
        ("<div style='position:absolute;left:-9999px'>orders</div>seen", "seen"),
        ("<div aria-hidden=true>icon</div>seen", "seen"),
        ("<input type=hidden value=x>seen", "seen"),
        ("<br hidden>seen", "seen"),
        ("<div hidden><br><p>orders</div>seen", "seen"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("caf\u00e9&nbsp;au&nbsp;lait &eacute;", "café au lait é"),
        ("<meta charset=iso-8859-1>Zürich", "Zürich"),
        ("<?xml version='1.0' encoding='utf-16'?><p>Zürich</p>", "Zürich"),
        ("cut\0here", "cuthere"),
        ("<p>unclosed <b>bold <i>both", "unclosed bold both"),
        ("<title>Head</title><p>Body</p>", "Body"),
    ],
)
def test_html_becomes_readable_lines(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<font>"])
def test_a_megabyte_of_nested_elements_ends_in_time(tag: str) -> None:
    with computes():
        assert "end" in html_to_text(tag * (1_000_000 // len(tag)) + "end")


def test_control_characters_go_and_lines_stay() -> None:
    assert clean_control("e\u0301\r\nb\rc\td\0\x07\x85\udc80") == "é\nb\nc\td"


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Zürich", "zurich"), ("STRASSE ß", "strasse ss"), ("Łódź", "lodz"), ("Ｆｕｌｌ", "full")],
)
def test_folding_drops_case_and_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("a", "b", "value"),
    [
        ("Acme", "acme", 100),
        ("Société Générale", "societe-generale", 100),
        ("", "", 0),
        ("Acme", " ", 0),
        ("Acme", "Acme Labs", 100 * 4 / 9),
        ("kitten", "sitting", 100 * (1 - 3 / 7)),
    ],
)
def test_similarity_is_0_to_100(a: str, b: str, value: float) -> None:
    assert similarity(a, b) == pytest.approx(value)
    assert similarity(b, a) == pytest.approx(value)


LEVER_ID = "0d3a7d0c-1111-4222-8333-444455556666"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        (" HTTP://WWW.Example.org:80/Jobs/1/#top ", "https://example.org/Jobs/1"),
        ("https://example.org:443", "https://example.org"),
        ("https://example.org/", "https://example.org"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://e.org/a?utm_source=x&b=2&a=1&gclid=3", "https://e.org/a?a=1&b=2"),
        ("https://e.org/a?UTM_Medium=x&ref=y&trk=z&_gl=1&mc_cid=3", "https://e.org/a"),
        ("https://e.org/a?iis=1&iisn=2&lever-source%5B%5D=x&lever-origin=y", "https://e.org/a"),
        ("https://e.org/a?reference=7", "https://e.org/a?reference=7"),
        ("https://e.org/careers?gh_jid=12&gh_src=ab", "https://e.org/careers?gh_jid=12"),
        ("https://indeed.com/viewjob?jk=ab&from=x", "https://indeed.com/viewjob?from=x&jk=ab"),
        ("https://e.org/a?q=c%2B%2B", "https://e.org/a?q=c%2B%2B"),
        (
            "https://boards.greenhouse.io/acme/jobs/123",
            "https://job-boards.greenhouse.io/acme/jobs/123",
        ),
        (
            "https://boards.greenhouse.io/embed/job_app?for=acme&token=123&gh_src=x",
            "https://job-boards.greenhouse.io/acme/jobs/123",
        ),
        (
            "https://boards-api.greenhouse.io/v1/boards/acme/jobs/123",
            "https://job-boards.greenhouse.io/acme/jobs/123",
        ),
        (f"https://jobs.lever.co/acme/{LEVER_ID}/apply", f"https://jobs.lever.co/acme/{LEVER_ID}"),
        (
            f"https://api.eu.lever.co/v0/postings/acme/{LEVER_ID}",
            f"https://jobs.eu.lever.co/acme/{LEVER_ID}",
        ),
        (
            f"https://jobs.ashbyhq.com/acme/{LEVER_ID}/application",
            f"https://jobs.ashbyhq.com/acme/{LEVER_ID}",
        ),
        ("https://apply.workable.com/acme/j/0A1B/", "https://apply.workable.com/j/0A1B"),
        (
            "https://careers.smartrecruiters.com/Acme/743999-data-engineer",
            "https://jobs.smartrecruiters.com/Acme/743999",
        ),
        (
            "https://acme.wd3.myworkdayjobs.com/en-US/Careers/job/Berlin/Dev_R1/apply",
            "https://acme.wd3.myworkdayjobs.com/Careers/job/Berlin/Dev_R1",
        ),
        (
            "https://de.linkedin.com/jobs/view/data-engineer-at-acme-4012345678?trk=x",
            "https://linkedin.com/jobs/view/4012345678",
        ),
        ("mailto:jobs@example.org", "mailto:jobs@example.org"),
        ("not an address", "not an address"),
        ("http://[broken", "http://[broken"),
        ("https://e.org:99999/", "https://e.org:99999/"),
    ],
)
def test_one_posting_has_one_address(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical
