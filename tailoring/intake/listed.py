"""Parts that are lists: skills, languages, certificates, projects, interests. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jobops.lib.text import fold
from tailoring.intake import blocks, contacts, dates, words
from tailoring.intake.blocks import Block, text_of
from tailoring.intake.dated import Fields
from tailoring.intake.said import NOTHING, Said
from tailoring.intake.sections import Numbered

_COMMAS = re.compile(r"\s*[,;|•·]\s*(?![^(]{0,120}\))|\t")
_LABEL = re.compile(r"([^:,;]{2,60}?)\s*:\s+(?=\S)|([^:,;]{2,60}?)\s*:$")
_LANGUAGE = re.compile(r"\s*([\w ()'’-]{3,40}?)\s*(?:[:(–—-]|\s-\s)\s*([^()]{1,60})\)?\s*")
_SPLIT_TITLE = re.compile(r"\t|\s+[–—-]\s+|\s*\|\s*")
_EDGE = " \t,;:.|–—-"
_PROSE = 90


def skills(lines: Sequence[Numbered], *, title: str) -> Iterator[Fields]:
    groups: list[Fields] = []
    for one in _apart(lines):
        label = _LABEL.match(one.text)
        level = fold(one.text.strip(_EDGE))
        if label and not contacts.LINK.match(one.text):
            groups.append(_group((label[1] or label[2]).strip(), one, one.text[label.end() :]))
        elif level in words.known("level") and groups and not groups[-1]["words"]:
            groups[-1]["proficiency"] = Said(one.text, (one.number,))
        elif _names_group(one):
            groups.append(_group(one.text.strip(), one, ""))
        elif groups and _goes_on(groups[-1]):
            _extend(groups[-1], one)
        else:
            groups.append({**_group(title or "Skills", one, one.text), "": NOTHING})
    yield from _without_marks(groups)


def _apart(lines: Sequence[Numbered]) -> Iterator[Numbered]:
    """Two labelled groups on one line are two lines."""
    for one in lines:
        parts = [part for part in one.text.split("\t") if part.strip()]
        if len(parts) == 2 and parts[0].rstrip().endswith(":") and ":" not in parts[1]:
            parts = [" ".join(parts)]
        if len(parts) > 1 and any(_LABEL.match(part) for part in parts):
            for part in parts:
                yield replace(one, line=replace(one.line, text=part))
        else:
            yield replace(one, line=replace(one.line, text=" ".join(parts)))


def _names_group(one: Numbered) -> bool:
    return one.line.strong and not one.line.bullet and "," not in one.text and len(one.text) < 60


def _goes_on(group: Fields) -> bool:
    """An open comma, a group with nothing in it yet, or lines without any name at all."""
    return not group["words"] or group["words"].value.rstrip().endswith(",") or "" in group


def _group(name: str, one: Numbered, listed: str) -> Fields:
    return {
        "name": Said(name.strip(_EDGE), (one.number,)),
        "proficiency": NOTHING,
        "words": _words(one, listed),
    }


def _words(one: Numbered, text: str) -> Said:
    kept = [part.strip().rstrip(" .") for part in _COMMAS.split(text) if part.strip(" .")]
    tail = "," if text.rstrip().endswith(",") else ""
    return Said(", ".join(kept) + tail, (one.number,) if kept else ())


def _extend(group: Fields, one: Numbered) -> None:
    before, more = group["words"], _words(one, one.text)
    glued = ", ".join(filter(None, (before.value.rstrip(" ,"), more.value)))
    group["words"] = Said(glued, (*before.lines, one.number))


def _without_marks(groups: list[Fields]) -> Iterator[Fields]:
    for group in groups:
        listed = group["words"]
        kept = replace(listed, value=listed.value.rstrip(" ,"))
        yield {"name": group["name"], "proficiency": group["proficiency"], "words": kept}


def languages(lines: Sequence[Numbered]) -> Iterator[Fields]:
    rows = [one for one in lines if one.text.strip()]
    skip = -1
    for place, one in enumerate(rows):
        if place == skip:
            continue
        text = _LABEL.sub("", one.text) if _is_label(one.text) else one.text
        for part in _COMMAS.split(text):
            if part.strip(_EDGE):
                yield _language(part, one)
        if place + 1 < len(rows) and _is_level(rows[place + 1].text) and not _is_level(one.text):
            skip = place + 1
            yield {"": Said(rows[skip].text, (rows[skip].number,))}


def spoken(lines: Sequence[Numbered]) -> list[Fields]:
    """As `languages`, a level on the next line taken to its language."""
    made: list[Fields] = []
    for fields in languages(lines):
        if "" in fields:
            made[-1]["fluency"] = fields[""]
        else:
            made.append(fields)
    return made


def _is_label(text: str) -> bool:
    found = _LABEL.match(text)
    return found is not None and fold(found.group().strip(" :")) not in words.known("language")


def _is_level(text: str) -> bool:
    return fold(text.strip(_EDGE)) in words.known("fluency")


def _language(part: str, one: Numbered) -> Fields:
    found = _LANGUAGE.fullmatch(part)
    name, level = (found[1], found[2]) if found else (part, "")
    if not level:
        head, _, tail = part.strip(_EDGE).partition(" ")
        if tail and fold(head) in words.known("language"):
            name, level = head, tail
    sure = fold(name.strip(_EDGE)) in words.known("language")
    return {
        "language": Said(name.strip(_EDGE), (one.number,), sure=sure),
        "fluency": Said(level.strip(_EDGE), (one.number,) if level.strip(_EDGE) else ()),
    }


def language_lists(one: Numbered) -> Iterator[Numbered]:
    """ "Languages: English, Hebrew, Russian", wherever it stands; three of them need no label."""
    for part in re.split(r"\t|\s*\|\s*", one.text):
        named = _is_language_list(part)
        if named or (part.count(",") > 1 and _is_language_list(f"Languages: {part}")):
            yield replace(one, line=replace(one.line, text=part))


def _is_language_list(text: str) -> bool:
    found = _LABEL.match(text)
    if not found:
        return False
    parts = [part for part in _COMMAS.split(text[found.end() :]) if part.strip(_EDGE)]
    heads = [re.split(r"[\s(:–-]", fold(part).strip())[0].strip(_EDGE) for part in parts]
    return bool(heads) and all(head in words.known("language") for head in heads)


def dated_items(lines: Sequence[Numbered], *, names: tuple[str, str]) -> Iterator[Fields]:
    """Certificates, awards, publications: a line each, or lines that end with one of a date."""
    title, giver = names
    for group in _groups(lines):
        first, rest = group[0], list(group[1:])
        dated = dates.find(first.text)
        text = dated.rest if dated and (dated.at_end or dated.at_start) else first.text
        date = Said(dated.period, (first.number,)) if dated and text != first.text else NOTHING
        for one in list(rest):
            if not date and dates.is_period(one.text):
                date = Said(one.text.strip(_EDGE), (one.number,))
                rest.remove(one)
        parts = [part.strip(_EDGE) for part in _SPLIT_TITLE.split(text) if part.strip(_EDGE)]
        by = Said(", ".join(parts[1:]), (first.number,)) if parts[1:] else NOTHING
        if not by and rest and not rest[0].line.bullet and len(rest[0].text) < _PROSE:
            by = Said(rest[0].text, (rest.pop(0).number,))
        named = Said(parts[0] if parts else text, (first.number,))
        by = by if "\t" in text else by.unsure()
        yield {title: named, giver: by, "date": date, "text": text_of(rest)}


def _groups(lines: Sequence[Numbered]) -> Iterator[list[Numbered]]:
    closing = any(dates.is_period(one.text) for one in lines[1:])
    dated = any(map(_is_dated, lines))
    held: list[Numbered] = []
    for one in lines:
        if closing:
            starts = bool(held) and dates.is_period(held[-1].text) and not one.line.bullet
        else:
            starts = not dated or _is_dated(one) or len(one.text) < _PROSE
        if held and starts:
            yield held
            held = []
        held.append(one)
    if held:
        yield held


def _is_dated(one: Numbered) -> bool:
    found = dates.find(one.text)
    return found is not None and (found.at_end or found.at_start)


def projects(lines: Sequence[Numbered]) -> Iterator[Fields]:
    found, above = blocks.blocks(lines, lacks=lambda head, _: not head)
    if not found:
        yield from map(_project, _by_heads(lines))
        return
    yield from map(_project, _by_heads(above))
    yield from map(_project, found)


def _by_heads(lines: Sequence[Numbered]) -> Iterator[Block]:
    head: list[Numbered] = []
    body: list[Numbered] = []
    for one in lines:
        named = _LABEL.match(one.text) if not one.line.bullet or not head else None
        if blocks.could_be_head(one) or named:
            if head or body:
                yield Block(tuple(head), NOTHING, tuple(body))
            head, body = [one], []
        else:
            body.append(one)
    if head or body:
        yield Block(tuple(head), NOTHING, tuple(body))


def _project(block: Block) -> Fields:
    if not block.head:
        first, rest = block.body[:1], block.body[1:]
        return _project(Block(tuple(first), block.period, rest)) if first else {}
    one = block.head[0]
    text, url = one.text, NOTHING
    if found := contacts.LINK.search(text):
        url = Said(contacts.full(found.group()), (one.number,))
        text = text.replace(found.group(), " ")
    label = _LABEL.match(text)
    parts = (
        [text[: label.end()], text[label.end() :]]
        if label
        else _SPLIT_TITLE.split(text, maxsplit=1)
    )
    kept = [part.strip(_EDGE) for part in parts if part.strip(_EDGE)]
    more = [replace(one, line=replace(one.line, text=kept[1], bullet=False))] if kept[1:] else []
    body = text_of([*more, *block.head[1:], *block.body])
    name = Said(kept[0] if kept else text.strip(_EDGE), (one.number,))
    return {"name": name, "period": block.period, "url": url, "text": body}


def interests(lines: Sequence[Numbered]) -> Iterator[Fields]:
    for one in lines:
        for part in _COMMAS.split(one.text):
            if part.strip(_EDGE):
                yield {"name": Said(part.strip(_EDGE), (one.number,)), "words": NOTHING}


def references(lines: Sequence[Numbered]) -> Iterator[Fields]:
    for block in _by_heads(lines):
        first, *rest = [*block.head, *block.body]
        name = Said(first.text.replace("\t", " "), (first.number,), sure=False)
        yield {"name": name, "position": NOTHING, "phone": NOTHING, "text": text_of(rest)}
