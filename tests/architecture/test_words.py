"""Names that say nothing, states spelled out where they do not belong, and notes to nobody."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestrator.lifecycle import Status
from tests.architecture.tree import ROOT, Module, module, modules

EMPTY_MODULES = {
    *("services", "selectors", "repositories", "managers", "utils", "helpers", "common", "core"),
    *("util", "helper", "misc", "signals", "serializers"),
}
EMPTY_ENDING = re.compile(r"(?:Manager|Handler|Processor|Helper|Info|Data)$")
NOTE = re.compile(r"#\s*(?:TODO|FIXME|XXX|HACK)\b")
FRAMEWORKS = ("package.json", "package-lock.json", "node_modules", "tsconfig.json", "yarn.lock")
STATES = "|".join(sorted(Status.values))
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
IN_A_TAG = re.compile(rf"""["'](?:{STATES})["']""")
IN_A_QUERY = re.compile(rf"\bstatus=(?:{STATES})\b")


def empty_names(found: Module) -> list[str]:
    """Modules and classes whose name would fit any other."""
    parts = EMPTY_MODULES & set(found.name.split("."))
    classes = [
        node.name
        for node in ast.walk(found.tree)
        if isinstance(node, ast.ClassDef) and EMPTY_ENDING.search(node.name)
    ]
    return [f"{found.path}: {name}" for name in [*sorted(parts), *classes]]


def generic_keys(found: Module) -> list[str]:
    return [found.path] if "GenericForeignKey" in found.source else []


def notes(found: Module) -> list[str]:
    return [found.path] if NOTE.search(found.source) else []


def states_in_a_template(source: str) -> list[str]:
    """States compared in a tag or spelled out in an address."""
    tags = [hit for tag in TAG.findall(source) for hit in IN_A_TAG.findall(tag)]
    return tags + IN_A_QUERY.findall(source)


def states_in_a_script(source: str) -> list[str]:
    return IN_A_TAG.findall(source) + IN_A_QUERY.findall(source)


def files(folder: str, suffix: str) -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / folder).rglob(f"*{suffix}")):
        if "vendor" not in path.parts:
            yield str(path.relative_to(ROOT)), path.read_text()


def test_names_say_what_they_name():
    assert [line for one in modules() for line in empty_names(one)] == []


def test_there_are_no_generic_keys_and_no_notes_to_nobody():
    everything = modules("jobops", "orchestrator", "tailoring", "pdfs", "bench")

    assert [line for one in everything for line in generic_keys(one) + notes(one)] == []


def test_there_is_no_second_tool_chain():
    found = [path for name in FRAMEWORKS for path in ROOT.glob(f"**/{name}")]

    assert [path for path in found if ".venv" not in path.parts] == []


def test_templates_do_not_spell_out_states():
    sources = dict(files("templates", ".html"))

    assert sources
    assert {
        path: hits for path, text in sources.items() if (hits := states_in_a_template(text))
    } == {}


def test_scripts_do_not_spell_out_states():
    sources = dict(files("static", ".js"))

    assert sources
    assert {
        path: hits for path, text in sources.items() if (hits := states_in_a_script(text))
    } == {}


def test_no_page_carries_inline_scripts_or_foreign_hosts():
    foreign = re.compile(r"""<script(?![^>]*\bsrc=)|\son\w+=["']|<style|(?:src|href)=["']//""")
    sources = dict(files("templates", ".html"))
    pages = {path: text for path, text in sources.items() if not _is_paper(path)}

    assert {path for path, text in pages.items() if foreign.search(text)} == set()


def _is_paper(path: str) -> bool:
    # A document carries its styles inside, because the browser that prints it has no network.
    return Path(path).is_relative_to("templates/pdfs")


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("orchestrator.utils", ""),
        ("orchestrator.common.things", ""),
        ("orchestrator.jobs.sample", "class JobManager: ..."),
        ("orchestrator.jobs.sample", "class PageData: ..."),
    ],
)
def test_the_check_sees_an_empty_name(name, source):
    assert empty_names(module(source, name)) != []


@pytest.mark.parametrize(
    "source",
    [
        "{% if job.status == 'ready' %}",
        '{% if job.status in "applied" %}',
        '<a href="/jobs?status=skipped">',
        "{{ job|chip:'expired' }}",
    ],
)
def test_the_check_sees_a_state_in_a_template(source):
    assert states_in_a_template(source) != []


def test_the_check_lets_plain_words_pass():
    assert states_in_a_template('<p class="ready">Ready to "apply"</p>{% if job.is_ready %}') == []


def test_the_check_sees_a_state_in_a_script_and_a_note():
    assert states_in_a_script("if (row.dataset.status === 'processing') {}") == ["'processing'"]
    assert notes(module("x = 1  # TO" + "DO later")) != []
    assert generic_keys(module("x = GenericForeignKey()")) != []
