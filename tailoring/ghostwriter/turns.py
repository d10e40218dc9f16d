"""What was said before a message on its own branch, as a model may be told it: roles in turn,
whole messages, the newest ones that fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import Length

from tailoring.ghostwriter import branches, tree
from tailoring.models import ChatMessage, ChatThread

MOST = 40
USER, ASSISTANT = "user", "assistant"
UNANSWERED = "(No reply was written.)"
LEFT_OUT = "(What I wrote here is left out.)"


@dataclass(frozen=True)
class Turn:
    """`message` is None for a fixed line that keeps roles in turn."""

    role: str
    text: str
    message: UUID | None = None


@dataclass(frozen=True)
class History:
    """The newest turns, oldest first; `count` and `characters` are those of all there are."""

    turns: tuple[Turn, ...] = ()
    count: int = 0
    characters: int = 0


NONE = History()


def before(asked: ChatMessage) -> History:
    """Replies that ended without a word are no part of it, nor is a question that `asked` repeats
    because nobody answered it.
    """
    nodes = {node.id: node for node in branches.nodes(asked.thread)}
    line = tree.ancestors(nodes, asked.pk)
    return _loaded([one for one in line if nodes[one].has_text], prompt=asked.content)


def shown(thread: ChatThread) -> History:
    """Of the path that is shown: what the next message would follow."""
    grown = branches.shown(thread)
    return _loaded([one for one in tree.path(grown) if grown.nodes[one].has_text], prompt="")


def fitting(history: History, *, room: int) -> tuple[Turn, ...]:
    """The newest whole turns within `room` characters, beginning with one of the person's."""
    kept: list[Turn] = []
    left = room
    for turn in reversed(history.turns):
        left -= len(turn.text)
        if left < 0:
            break
        kept.insert(0, turn)
    while kept and kept[0].message is None:
        del kept[0]
    if kept and kept[0].role == ASSISTANT:
        kept.insert(0, Turn(USER, LEFT_OUT))
    return tuple(kept)


def _loaded(ids: Sequence[UUID], *, prompt: str) -> History:
    if not ids:
        return NONE
    rows = ChatMessage.objects.only("id", "role", "content").in_bulk(ids[-MOST:])
    newest = [rows[one] for one in ids[-MOST:] if one in rows]
    if len(ids) > MOST:
        sizes = ChatMessage.objects.filter(pk__in=ids).aggregate(all=Sum(Length("content")))
        characters = int(sizes["all"] or 0)
    else:
        characters = sum(len(row.content) for row in newest)
    return History(tuple(_in_turn(newest, prompt=prompt)), len(ids), characters)


def _in_turn(rows: Sequence[ChatMessage], *, prompt: str) -> Iterator[Turn]:
    """Each question followed by its reply, or by a line that says there was none."""
    following = [*rows[1:], None]
    for row, after in zip(rows, following, strict=True):
        unanswered = row.role == USER and (after is None or after.role == USER)
        if unanswered and row.content == (after.content if after else prompt):
            continue
        if row.content:
            yield Turn(row.role, row.content, row.pk)
        if unanswered:
            yield Turn(ASSISTANT, UNANSWERED)
