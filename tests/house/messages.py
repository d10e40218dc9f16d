"""The sentences of the pages and their translations: `python -m tests.house.messages` reads them
out of templates and code, updates the catalogues and compiles them; `--check` only says what is
wrong.

Keywords of code are those of jobops/lib/words.py; templates are read as Django reads them.
"""

from __future__ import annotations

import ast
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.template import engines
from django.template.base import Lexer, Node, Template, TokenType
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "jobops" / "locale"
ROOMS = ("jobops", "orchestrator", "tailoring", "pdfs")
ENGLISH_TEMPLATES = ("admin", "api", "pdfs")
CONSTANT = re.compile(r"""_\("([^"]+)"\)""")
COUNTED = re.compile(r"""\|plural:"([^"]+)\"""")
PLACES = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
COMPOSED = re.compile(r"^ +SENTENCES\b.*= ", re.M)
TAGS = re.compile(r"</?[a-z]+[^>]*>")
MARKED_TABLES = ("later_each",)
HEADER = "# What the pages say, in another language: python -m tests.house.messages"
NAMES: dict[str, Any] = {
    "project": "JobOps", "version": "1", "msgid_bugs_address": "none", "last_translator": "JobOps",
    "language_team": "JobOps",
}  # fmt: skip
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
Found = tuple[str | tuple[str, str], str]


def main(arguments: Sequence[str]) -> int:
    _start()
    wrong: list[str] = []
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        old = path.read_bytes()
        catalogue = updated(old, language=path.parts[-3])
        if "--check" in arguments:
            wrong += [f"{path.parts[-3]}: {line}" for line in faults(catalogue, old, path)]
        else:
            path.write_bytes(as_po(catalogue))
            path.with_suffix(".mo").write_bytes(as_mo(catalogue))
            print(f"{path}: {len(catalogue)} sentences, {len(open_ones(catalogue))} open")
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


def faults(catalogue: Catalog, old: bytes, path: Path) -> list[str]:
    """What is missing, doubted, or does not fit its English."""
    found = [f"open: {message.id!r}" for message in open_ones(catalogue)]
    found += [f"no longer said: {text!r}" for text in read_po(io.BytesIO(old)).obsolete]
    found += [line for message in catalogue for line in unfit(message)]
    if as_po(catalogue) != old:
        found.append("the catalogue is not up to date: python -m tests.house.messages")
    if path.with_suffix(".mo").read_bytes() != as_mo(catalogue):
        found.append("what was compiled is not what stands in the catalogue")
    return found


def open_ones(catalogue: Catalog) -> list[Message]:
    return [one for one in catalogue if one.id and (one.fuzzy or not all(_texts(one.string)))]


def unfit(message: Message) -> Iterator[str]:
    """A translation names the same values and carries the same marks as its English."""
    if not message.id or not all(_texts(message.string)):
        return
    allowed = {place for text in _texts(message.id) for place in places(text)}
    needed = set.intersection(*(places(text) for text in _texts(message.id)))
    for text in _texts(message.string):
        if not needed <= places(text) <= allowed:
            yield f"other values: {message.id!r}"
        if not any(sorted(TAGS.findall(text)) == sorted(TAGS.findall(one))
                   for one in _texts(message.id)):  # fmt: skip
            yield f"other tags: {message.id!r}"


def places(text: str) -> set[str]:
    return {one or other for one, other in PLACES.findall(text)}


def updated(old: bytes, *, language: str) -> Catalog:
    """The catalogue with exactly the sentences there are, translated as far as they were."""
    known = {_key(one): one for one in read_po(io.BytesIO(old), locale=language) if one.id}
    fresh = Catalog(locale=language, header_comment=HEADER, fuzzy=False, charset="utf-8", **NAMES)
    for text, where in sorted(said(), key=lambda found: (_first(found[0]), found[1])):
        before = known.get(_first(text))
        fits = before is not None and isinstance(before.id, tuple) == isinstance(text, tuple)
        string = before.string if before and fits else None
        flags = before.flags & {"fuzzy"} if before and fits else ()
        fresh.add(text, string, locations=[(where, None)], flags=flags)
    return fresh


def as_po(catalogue: Catalog) -> bytes:
    target = io.BytesIO()
    write_po(target, catalogue, width=100, omit_header=False, include_lineno=False)
    stamp = re.compile(rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By)[^\n]*\n', re.M)
    return stamp.sub(b"", target.getvalue())


def as_mo(catalogue: Catalog) -> bytes:
    """The sentences, and how this language counts; when it was made is nobody's business."""
    plain = Catalog(locale=catalogue.locale, header_comment="", creation_date=LONG_AGO,
                    revision_date=LONG_AGO, fuzzy=False, **NAMES)  # fmt: skip
    for message in catalogue:
        if message.id:
            plain.add(message.id, message.string, flags=message.flags)
    target = io.BytesIO()
    write_mo(target, plain)
    return target.getvalue()


def said() -> Iterator[Found]:
    """Every sentence with its file; one with a plural is a pair."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        name = path.relative_to(ROOT / "templates")
        if name.parts[0] not in ENGLISH_TEMPLATES:
            where = path.relative_to(ROOT).as_posix()
            yield from ((text, where) for text in in_template(path.read_text()))
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            where = path.relative_to(ROOT).as_posix()
            yield from ((text, where) for text in {*in_code(path.read_text()), *refusals(path)})


def in_template(source: str) -> Iterator[str | tuple[str, str]]:
    for token in Lexer(source).tokenize():
        if token.token_type in (TokenType.VAR, TokenType.BLOCK):
            yield from (text.replace("%", "%%") for text in CONSTANT.findall(token.contents))
            yield from (
                (f"{{count}} {noun}", f"{{count}} {noun}s")
                for noun in COUNTED.findall(token.contents)
            )
    for node in _nodes(engines["django"].from_string(source).template):
        if isinstance(node, TranslateNode):
            yield str(node.filter_expression.var.literal).replace("%", "%%")
        elif isinstance(node, BlockTranslateNode):
            one = node.render_token_list(node.singular)[0]
            yield (one, node.render_token_list(node.plural)[0]) if node.plural else one


def in_code(source: str) -> Iterator[str | tuple[str, str]]:
    """Other rooms have words of their own; only who took ours is asked for them."""
    speaks = re.search(r"^from jobops\.lib(\.words import| import .*\bwords\b)", source, re.M)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (speaks or _named(node) == "plural"):
            yield from _called(node)
        elif isinstance(node, ast.AnnAssign | ast.Assign) and _is_sentences(node):
            yield from _strings(node.value)


def refusals(path: Path) -> Iterator[str]:
    """Those of a module, as they are once its constants are filled in."""
    if not COMPOSED.search(path.read_text()):
        return
    module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for one in vars(module).values():
        if isinstance(one, type) and one.__module__ == module.__name__:
            yield from vars(one).get("SENTENCES", {}).values()


def _named(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def _called(node: ast.Call) -> Iterator[str | tuple[str, str]]:
    name = _named(node)
    texts = [one.value for one in node.args
             if isinstance(one, ast.Constant) and isinstance(one.value, str)]  # fmt: skip
    if name in ("say", "later") and texts:
        yield texts[0]
    elif name == "several" and len(texts) == 2:
        yield texts[0], texts[1]
    elif name == "plural" and texts:
        yield f"{{count}} {texts[0]}", f"{{count}} {texts[0]}s"
    elif name in MARKED_TABLES:
        yield from _strings(node.args[0])


def _is_sentences(node: ast.AnnAssign | ast.Assign) -> bool:
    target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
    return isinstance(target, ast.Name) and target.id == "SENTENCES"


def _strings(node: ast.expr | None) -> Iterator[str]:
    """The values of a table that is written out."""
    if isinstance(node, ast.Dict):
        for value in node.values:
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
                yield value.value


def _nodes(template: Template) -> list[Node]:
    kinds = (TranslateNode, BlockTranslateNode)
    return [node for kind in kinds for node in template.nodelist.get_nodes_by_type(kind)]


def _texts(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def _first(text: str | Sequence[str]) -> str:
    return _texts(text)[0]


def _key(message: Message) -> str:
    return _first(message.id)


def _start() -> None:
    if not settings.configured:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
