"""What will be sent along with the next message: what can be chosen, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from jobops.lib.words import number, say
from orchestrator.jobs import attached, hidden_words
from orchestrator.models import Document, InboundMessage, Job, Note
from orchestrator.templatetags.ui import plural
from orchestrator.workspace.chat_turns import BLOCKS, SeenBlock
from tailoring.ghostwriter import context, documents_read, mails_read, selection, suspicion
from tailoring.ghostwriter.blocks import Block
from tailoring.ghostwriter.selection import Choice, Selected
from tailoring.models import ChatThread


@dataclass(frozen=True)
class Item:
    """What can be chosen; `why_not` when it cannot. `told`: its numbers, or whose it is."""

    id: str
    label: str
    chosen: bool
    told: str = ""
    why_not: str = ""


@dataclass(frozen=True)
class Group:
    """`name` is that of its field; at most `most` can be chosen."""

    name: str
    label: str
    most: int
    items: tuple[Item, ...]

    @property
    def chosen(self) -> int:
        return sum(item.chosen for item in self.items)

    @property
    def is_full(self) -> bool:
        return self.chosen >= self.most


@dataclass(frozen=True)
class Warned:
    """What is odd about something that is read along, and its words."""

    said: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Sees:
    """What the assistant will see. `warnings`: what is odd about the posting."""

    groups: tuple[Group, ...]
    blocks: tuple[SeenBlock, ...]
    left_out: int
    warnings: tuple[Warned, ...]

    @property
    def summary(self) -> str:
        cut = sum(block.trimmed for block in self.blocks)
        sent = sum(block.sent for block in self.blocks)
        told = say(
            "{parts}, {sent} characters", parts=plural(len(self.blocks), "part"), sent=number(sent)
        )
        return say("{told}, {cut} cut", told=told, cut=cut) if cut else told


def sees(job: Job, thread: ChatThread) -> Sees:
    pack = context.preview(job, thread)
    notes_chosen, files_chosen = thread.selected_note_ids, thread.selected_document_ids
    by_id = {block.id: block for block in pack.blocks if block.id}
    notes = job.notes.filter(removed_at=None).order_by("-updated_at", "-id")
    mails = job.mails.order_by("-received_at", "-id")[:50] if attached.counts(job).emails else ()
    files = job.documents.order_by("-created_at", "-id")
    groups = (
        Group("notes", say("Notes"), selection.NOTES, tuple(
            of_note(note, notes_chosen, by_id) for note in notes[:50])),
        Group("emails", say("Mails"), selection.MAILS, tuple(
            of_mail(mail, thread.selected_email_ids, by_id) for mail in mails)),
        Group("documents", say("Documents"), selection.DOCUMENTS, tuple(
            of_file(file, files_chosen, by_id) for file in files[:50])),
    )  # fmt: skip
    return Sees(
        groups=tuple(group for group in groups if group.items),
        blocks=tuple(part(block) for block in pack.blocks if block.available or block.note),
        left_out=pack.left_out,
        warnings=tuple(warnings(job, pack.blocks)),
    )


def of_note(note: Note, chosen: Sequence[str], blocks: Mapping[str, Block]) -> Item:
    usual = say("{content} characters", content=number(len(note.content)))
    return item(note.pk, note.title, chosen, blocks, usual=usual)


def of_mail(mail: InboundMessage, chosen: Sequence[str], blocks: Mapping[str, Block]) -> Item:
    # Counting the characters of texts that are kept sealed would open every one of them.
    return item(mail.pk, mails_read.named(mail), chosen, blocks, usual=mail.sender_name)


def of_file(file: Document, chosen: Sequence[str], blocks: Mapping[str, Block]) -> Item:
    why_not = documents_read.unsupported(file)
    return item(file.pk, file.file_name, chosen, blocks, why_not=why_not)


def item(
    pk: UUID,
    label: str,
    chosen: Sequence[str],
    blocks: Mapping[str, Block],
    *,
    usual: str = "",
    why_not: str = "",
) -> Item:
    block = blocks.get(str(pk))
    told = part(block).told if block else usual
    return Item(str(pk), label, str(pk) in chosen and not why_not, told, why_not)


def part(block: Block) -> SeenBlock:
    return SeenBlock(
        BLOCKS.get(block.kind, block.kind),
        block.label,
        block.sent,
        block.available,
        block.trimmed,
        block.note,
    )


def warnings(job: Job, blocks: Sequence[Block]) -> Iterator[Warned]:
    if job.hidden_text:
        gone = hidden_words.of(job)
        much = (
            say("{characters} characters", characters=number(gone.characters))
            if gone.characters
            else "text"
        )
        said = say(
            "The posting held {much} that nobody can see, removed before it was kept.", much=much
        )
        yield Warned(said, (gone.text,) if gone.text else ())
    by_place: dict[str, list[str]] = {}
    for heading, sentence in suspicion.within(blocks):
        by_place.setdefault(heading, []).append(sentence)
    for heading, sentences in by_place.items():
        said = say(
            "{upper}{heading} speaks to a model. It is sent as data only.",
            upper=heading[0].upper(),
            heading=heading[1:],
        )
        yield Warned(said, tuple(sentences))


def choice(given: QueryDict, *, before: Selected) -> Choice:
    """What the boxes of the form say. What was chosen keeps its order, the new comes after it."""
    return Choice(
        notes=in_order(given.getlist("notes"), before.notes),
        emails=in_order(given.getlist("emails"), before.emails),
        documents=in_order(given.getlist("documents"), before.documents),
    )


def in_order(given: Sequence[str], before: Sequence[str]) -> list[str]:
    kept = [one for one in before if one in given]
    return [*kept, *(one for one in given if one not in kept)]
