"""Experience and volunteering: entries that carry a period and name who and where. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tailoring.intake import blocks, contacts, parties
from tailoring.intake.blocks import Block, text_of
from tailoring.intake.said import NOTHING, Said, joined
from tailoring.intake.sections import Numbered

Fields = dict[str, Said]


def experience(lines: Sequence[Numbered]) -> Iterator[Fields]:
    for block in _entries(lines):
        who, body = parties.read(block.head), list(block.body)
        url = who.url
        if body and not url and contacts.LINK.fullmatch(body[0].text):
            url = Said(contacts.full(body[0].text), (body.pop(0).number,))
        yield {
            "position": who.title,
            "company": who.employer,
            "period": block.period,
            "location": who.place,
            "url": url,
            "text": text_of(body),
        }


def volunteer(lines: Sequence[Numbered]) -> Iterator[Fields]:
    """The stored form has no title here: it becomes the first line of the text."""
    for block in _entries(lines):
        who = parties.read(block.head)
        named = who.employer or who.title
        role = who.title if who.employer else NOTHING
        yield {
            "organization": named,
            "period": block.period,
            "location": who.place,
            "text": joined((role, text_of(block.body)), glue="\n"),
        }


def _entries(lines: Sequence[Numbered]) -> Iterator[Block]:
    found, above = blocks.blocks(lines, lacks=_lacks_party)
    if not found:
        yield from undated(lines)
        return
    if above:
        yield Block((), NOTHING, above)
    yield from found


def _lacks_party(head: Sequence[Numbered], following: Numbered) -> bool:
    now, more = parties.read(head), parties.read([following])
    if not now.title:
        return bool(more.title) or not now.employer
    if now.employer:
        return False
    named = bool(more.employer and (more.place or more.url))
    return named or parties.is_employer(following.text.split("\t")[0])


def undated(lines: Sequence[Numbered]) -> Iterator[Block]:
    """Without any period a short line begins an entry, one or two of them are its head."""
    head: list[Numbered] = []
    body: list[Numbered] = []
    for one in lines:
        is_head = blocks.could_be_head(one)
        if is_head and not body and len(head) < 2:
            head.append(one)
        elif is_head and body:
            yield Block(tuple(head), NOTHING, tuple(body))
            head, body = [one], []
        else:
            body.append(one)
    if head or body:
        yield Block(tuple(head), NOTHING, tuple(body))
