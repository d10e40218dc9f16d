"""What a robot reads of every persona × theme × locale × paper: `python -m bench.pdf --matrix`.

Each combination is printed and read back as a build does it. A row is a persona in a theme over all
its locales and papers, with `--each` one for every locale: the worst of each figure.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pdfs import fonts, inspect, locales, metadata, reading, render, themes
from pdfs.verdict import Check
from tests.pdfs import personas
from tests.pdfs.personas import Raw

NEWEST = datetime(2026, 1, 2, tzinfo=UTC)
LATIN: Mapping[str, Raw] = {
    "full": personas.FULL,
    "minimal": personas.MINIMAL,
    "academic": personas.ACADEMIC,
    "diacritics": personas.DIACRITICS,
}
SCRIPTS: Mapping[str, Raw] = {
    "uk": personas.UKRAINIAN,
    "ar": personas.ARABIC,
    "he": personas.HEBREW,
    "zh": personas.CHINESE,
    "ja": personas.JAPANESE,
    "ko": personas.KOREAN,
}
MOST_BYTES = 500_000


@dataclass
class Line:
    """The worst of one persona in one theme. `wrong`: check → how many prints failed it."""

    prints: int = 0
    recall: dict[str, float] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)
    amber: Counter[str] = field(default_factory=Counter)
    size: int = 0
    pages: int = 0

    def take(self, pdf: bytes, verdict: inspect.Verdict) -> None:
        self.prints += 1
        self.size, self.pages = max(self.size, len(pdf)), max(self.pages, verdict.pages)
        self.wrong["size"] += len(pdf) > MOST_BYTES
        for check in verdict.checks:
            self.wrong[check.name] += check.state == "fail"
            self.amber[check.name] += check.state == "amber"
            if check.name == "recall" and check.state != "not_measured":
                known = self.recall.get(check.extractor, 100.0)
                self.recall[check.extractor] = min(known, percent(check))

    @property
    def failed(self) -> dict[str, int]:
        return {name: count for name, count in self.wrong.items() if count}


def percent(check: Check) -> float:
    found = re.match(r"[\d.]+", check.found)
    return float(found.group()) if found else 0.0


def combinations() -> Iterator[tuple[str, Raw, str]]:
    for name, raw in LATIN.items():
        for locale in locales.HEADINGS:
            if locale not in SCRIPTS:
                yield name, raw, locale
    for locale, raw in SCRIPTS.items():
        if locale in ("zh", "ja", "ko") and not fonts.coverage("cjk"):
            print(f"{locale}: not measured, {fonts.CJK_PACKAGE} is not installed")
            continue
        yield locale, raw, locale


def printed(raw: Raw, page: themes.Page) -> tuple[bytes, inspect.Verdict]:
    photo = personas.photo() if page.photo else None
    composed = themes.compose(raw, page, photo=photo)
    expected = composed.expected
    pdf = metadata.seal(
        render.render(composed.html),
        title=expected.title,
        author=expected.name,
        language=expected.language,
        newest=NEWEST,
    )
    return pdf, inspect.full(pdf, expected)


def matrix(*, each: bool = False) -> int:
    """1 when anything failed."""
    lines: dict[tuple[str, str], Line] = {}
    words: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    start = time.perf_counter()
    for name, raw, locale in combinations():
        for theme in themes.THEMES:
            for paper in themes.PAPERS:
                who = f"{name} {locale}" if each and name != locale else name
                line = lines.setdefault((who, theme), Line())
                pdf, verdict = printed(raw, themes.Page(theme, paper=paper, locale=locale))
                line.take(pdf, verdict)
                read = tuple(reading.words(verdict.text))
                words.setdefault((name, locale), set()).add(read)
    for theme in themes.THEMES:
        line = lines.setdefault(("full, photo", theme), Line())
        line.take(*printed(personas.FULL, themes.Page(theme, photo=True)))
    return report(lines, words, seconds=time.perf_counter() - start)


def report(
    lines: Mapping[tuple[str, str], Line],
    words: Mapping[tuple[str, str], set[tuple[str, ...]]],
    *,
    seconds: float,
) -> int:
    extractors = sorted({name for line in lines.values() for name in line.recall})
    head = "".join(f"{name:>19}" for name in extractors)
    print(f"{'persona':13} {'theme':9} {'prints':>6} {head} {'pages':>5} {'kB':>4}  failed")
    for (name, theme), line in lines.items():
        recall = "".join(
            f"{line.recall[one]:>17.2f} %" if one in line.recall else f"{'–':>19}"
            for one in extractors
        )
        failed = ", ".join(f"{what} × {count}" for what, count in line.failed.items()) or "–"
        shown = f"{line.prints:>6} {recall} {line.pages:>5} {line.size / 1000:>4.0f}"
        print(f"{name:13} {theme:9} {shown}  {failed}")
    every = sum(line.prints for line in lines.values())
    wrong = sum(bool(line.failed) for line in lines.values())
    other = sum(len(texts) > 1 for texts in words.values())
    ambers = sum((line.amber for line in lines.values()), Counter[str]())
    print(f"{every} prints in {seconds:.0f} s; rows with a failed check: {wrong}")
    print(f"texts that differ between themes or papers: {other} of {len(words)}")
    print(f"amber: {', '.join(f'{n} × {c}' for n, c in ambers.items() if c) or 'none'}")
    for check in ("recall", "headings", "entries", "name", "fonts", "characters", "tags", "size"):
        failed = sum(line.wrong[check] for line in lines.values())
        print(f"  {check:11} {'passed everywhere' if not failed else f'failed {failed} times'}")
    return int(bool(wrong or other))
