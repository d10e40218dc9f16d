"""Nothing outgrows a reader: ceilings without exceptions, and a healthy middle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median, quantiles

import pytest

from tests.architecture.tree import ROOT, Module, functions, module, modules

MODULE, FUNCTION, FILE = 400, 40, 120
ALL_SCRIPTS, ALL_STYLES = 1_020, 1_500


def long_modules(found: Sequence[Module]) -> list[str]:
    return [one.path for one in found if len(one.source.splitlines()) > MODULE]


def long_functions(found: Sequence[Module]) -> list[str]:
    return [
        f"{one.path}:{function.lineno} {function.name}"
        for one in found
        for function in functions(one.tree)
        if (function.end_lineno or 0) - function.lineno + 1 > FUNCTION
    ]


def long_files(lengths: Mapping[str, int]) -> list[str]:
    return [path for path, lines in lengths.items() if lines > FILE]


def lengths(folder: str, suffix: str) -> dict[str, int]:
    """Our own files below a folder; what others wrote lies in `vendor`."""
    return {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in sorted((ROOT / folder).rglob(f"*{suffix}"))
        if "vendor" not in path.parts
    }


def test_no_module_is_longer_than_400_lines():
    assert long_modules(modules()) == []


def test_no_function_is_longer_than_40_lines():
    assert long_functions(modules()) == []


@pytest.mark.parametrize(("folder", "suffix"), [("templates", ".html"), ("static", ".js")])
def test_no_template_and_no_script_is_longer_than_120_lines(folder, suffix):
    found = lengths(folder, suffix)

    assert found
    assert long_files(found) == []


def test_scripts_and_styles_stay_small_in_all():
    scripts, styles = lengths("static", ".js"), lengths("static", ".css")

    assert 0 < sum(scripts.values()) <= ALL_SCRIPTS
    assert 0 < sum(styles.values()) <= ALL_STYLES


def test_the_middle_is_healthy():
    written = [len(one.source.splitlines()) for one in modules()]
    sizes = [lines for lines in written if lines]
    spans = [(f.end_lineno or 0) - f.lineno + 1 for one in modules() for f in functions(one.tree)]

    assert median(sizes) <= 100
    assert median(spans) <= 9
    assert quantiles(sizes, n=10)[-1] <= 250


def test_the_checks_see_what_is_too_long():
    tall = module("x = 1\n" * 401)
    wide = module("def f():\n" + "    x = 1\n" * 40)

    assert long_modules([tall, wide]) == [tall.path]
    assert long_functions([tall, wide]) == [f"{wide.path}:1 f"]
    assert long_files({"a.html": 120, "b.html": 121}) == ["b.html"]
