from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path

import pypdf
import pytest

from pdfs import fonts, inspect, reading, render
from pdfs.problems import RenderError
from tests.pdfs import personas
from tests.pdfs.conftest import Print

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "resumes" / "pdf"

NEEDS_CJK = pytest.mark.skipif(
    not fonts.coverage("cjk"), reason=f"{fonts.CJK_PACKAGE} is not installed here"
)


def _states(verdict: inspect.Verdict) -> dict[str, str]:
    return {check.name: check.state for check in verdict.checks}


def test_the_quick_check_counts_the_pages(prints: Print) -> None:
    printed = prints(personas.FULL)
    assert inspect.quick(printed.pdf, printed.composed.expected) == 2


@pytest.mark.parametrize("field", ["name", "headline"])
def test_the_quick_check_refuses_a_page_without_the_name(field: str, prints: Print) -> None:
    printed = prints(personas.FULL)
    other = dataclasses.replace(printed.composed.expected, **{field: "Somebody Else"})
    with pytest.raises(RenderError) as caught:
        inspect.quick(printed.pdf, other)
    assert caught.value.kind == "unreadable"
    assert caught.value.details == {"missing": field}


@pytest.mark.parametrize(
    ("name", "headline"),
    [("محمد عبد الله", "مهندس برمجيات أول"), ("דוד בן לוי", "Engineer"),
     pytest.param("王小明", "软件工程师", marks=NEEDS_CJK),
     ("Zoë 🚀 Müller", "Engineer 👩‍💻"), ("Wolfe " * 60, "Engineer")],
    ids=["arabic", "hebrew", "chinese", "emoji", "endless"],
)  # fmt: skip
def test_a_name_of_any_script_comes_back_from_an_english_page(
    name: str, headline: str, prints: Print
) -> None:
    raw = json.loads(json.dumps(personas.FULL))
    raw["basics"] |= {"name": name, "headline": headline}
    printed = prints(raw)
    assert inspect.quick(printed.pdf, printed.composed.expected) in (2, 3)
    failed = {check.name for check in printed.verdict.failed}
    assert failed == ({"name"} if name.startswith("Wolfe") else set())


def test_another_arabic_name_does_not_come_back(prints: Print) -> None:
    raw = json.loads(json.dumps(personas.FULL))
    raw["basics"]["name"] = "محمد عبد الله"
    printed = prints(raw)
    other = dataclasses.replace(printed.composed.expected, name="محمد عبد الرحمن")
    with pytest.raises(RenderError, match="The name cannot be read back"):
        inspect.quick(printed.pdf, other)


@pytest.mark.parametrize("damage", [b"", b"%PDF-1.4 and no more", b"\0" * 500])
def test_the_quick_check_refuses_what_does_not_open(damage: bytes, prints: Print) -> None:
    with pytest.raises(RenderError):
        inspect.quick(damage, prints(personas.MINIMAL).composed.expected)


def test_a_missing_bullet_is_named(prints: Print) -> None:
    printed = prints(personas.FULL)
    expected = printed.composed.expected
    entries = (*expected.entries, ("A bullet that was never printed",))
    other = dataclasses.replace(expected, entries=entries)
    failed = inspect.full(printed.pdf, other).failed
    assert {check.name for check in failed} == {"entries"}
    assert "A bullet that was never printed" in failed[0].found


def test_headings_out_of_order_fail(prints: Print) -> None:
    printed = prints(personas.FULL)
    expected = printed.composed.expected
    turned = dataclasses.replace(expected, headings=expected.headings[::-1])
    assert _states(inspect.full(printed.pdf, turned))["headings"] == "fail"


def test_another_persons_page_is_unreadable(prints: Print) -> None:
    expected = prints(personas.DIACRITICS).composed.expected
    verdict = inspect.full(prints(personas.FULL).pdf, expected)
    assert verdict.status == "fail"
    assert verdict.unreadable


def test_a_page_without_author_and_title_fails(prints: Print) -> None:
    composed = prints(personas.MINIMAL).composed
    verdict = inspect.full(render.render(composed.html), composed.expected)
    assert [(check.name, check.found) for check in verdict.failed] == [("tags", "missing: author")]


def test_an_unusual_heading_and_a_long_resume_are_amber(prints: Print) -> None:
    raw = json.loads(json.dumps(personas.ACADEMIC))
    raw["sections"]["education"]["title"] = "Where I learned"
    raw["sections"]["experience"]["items"] *= 6
    raw["sections"]["experience"]["items"][0]["period"] = "2024"
    raw["sections"]["experience"]["items"] = [
        {**item, "id": str(n), "period": "2024"}
        for n, item in enumerate(raw["sections"]["experience"]["items"])
    ]
    verdict = prints(raw).verdict
    amber = {check.name for check in verdict.checks if check.state == "amber"}
    assert verdict.status == "amber"
    assert amber == {"pages", "standard_headings"}


def test_the_fields_are_what_a_parser_would_fill(prints: Print) -> None:
    fields = prints(personas.FULL).verdict.fields
    assert fields.name == "Ada Brook"
    assert fields.headline == "Platform engineer & team lead"
    assert fields.email == "ada.brook-hill@example.org"
    assert fields.phone == "+44 20 7946 0018"
    assert "github.com/adabrook" in fields.links
    assert "Experience" in dict(fields.sections)


def test_a_verdict_survives_the_trip_through_json(prints: Print) -> None:
    verdict = prints(personas.FULL).verdict
    assert inspect.from_json(json.loads(json.dumps(verdict.to_json()))) == verdict


def test_an_extractor_that_is_not_installed_is_not_measured(
    prints: Print, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = prints(personas.FULL)
    monkeypatch.setenv("PATH", "")
    verdict = printed.verdict
    poppler = {c.state for c in verdict.checks if c.extractor.startswith("pdftotext")}
    assert poppler == {"not_measured"}
    assert verdict.status == "pass"
    assert "Ada Brook" in verdict.text


def test_an_uploaded_resume_of_ours_passes(prints: Print) -> None:
    verdict = inspect.full(prints(personas.FULL).pdf, None)
    assert verdict.status == "pass"
    assert verdict.fields.email == "ada.brook-hill@example.org"


def test_an_upload_without_text_is_named(browser: None) -> None:
    dot = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="  # noqa: E501
    pdf = render.render(f"<html lang=en><title>t</title><img width=300 height=300 src='{dot}'>")
    states = _states(inspect.full(pdf, None))
    assert states["text_layer"] == "fail"
    assert states["contact"] == "fail"


def test_an_upload_with_a_password_is_named(prints: Print) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(prints(personas.MINIMAL).pdf))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    verdict = inspect.full(out.getvalue(), None)
    assert [(check.name, check.found) for check in verdict.checks] == [
        ("opens", "needs a password")
    ]


def test_an_upload_in_two_columns_is_named(prints: Print) -> None:
    columns = "body{columns:2;column-gap:30mm}header,section{display:contents}"
    if not reading.poppler_version():
        pytest.skip("pdftotext is not installed here")
    printed = prints(personas.ACADEMIC, css=columns)
    assert _states(inspect.full(printed.pdf, None))["one_column"] == "amber"


@pytest.mark.parametrize("damage", [b"", b"hello", b"%PDF-1.7\n%%EOF"])
def test_a_damaged_upload_is_a_verdict_and_not_an_error(damage: bytes) -> None:
    assert _states(inspect.full(damage, None)) == {"opens": "fail"}


@pytest.mark.skipif(not REAL.is_dir(), reason="the shared sample PDFs are not here")
@pytest.mark.parametrize("name", ["openresume_laverne-resume.pdf", "rr_v4_ditto.pdf"])
def test_real_uploads_are_read(name: str) -> None:
    verdict = inspect.full((REAL / name).read_bytes(), None)
    assert verdict.pages >= 1
    assert len(verdict.text) > 500
    assert verdict.fields.email
