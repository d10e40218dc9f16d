"""What a mail says about an application: the target and how sure its words make it. Pure.

Start with `classify`. Words of regret alone say nothing; a cue inside a condition, in a description
of the procedure or beside "not yet decided" does not count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from orchestrator.inbox.routes import phrases
from orchestrator.inbox.routes.phrases import GENERIC, Cue, Detail, Patterns, Rule
from orchestrator.inbox.routes.wording import words

# Two different targets in one mail: somebody should look.
DIVIDED = 85
# What opens or surrounds other news and yields to it.
BACKGROUND = frozenset({"applied", "no_change"})
INTERVIEWS = ("recruiter_screen", "hiring_manager_screen", "technical_interview", "onsite")
# Without a word about its kind: a talk with those who decide.
LEAD = "-lead"
PLAIN_INTERVIEW = "hiring_manager_screen"


@dataclass(frozen=True)
class Whole:
    """The folded words of a mail, and those outside of conditions."""

    all: str
    plain: str


@dataclass(frozen=True)
class Fired:
    rule: Rule
    target: str
    sentence: str
    number: int
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """`value` 0 when no rule fired. `others`: targets that rules gave as well."""

    target: str = "no_change"
    value: int = 0
    rule_id: str = ""
    sentence: str = ""
    language: str = ""
    others: tuple[str, ...] = ()

    @property
    def is_lead(self) -> bool:
        """Somebody asks for interest: there is no application yet."""
        return LEAD in self.rule_id

    @property
    def is_vague(self) -> bool:
        """An interview, and no word about which: its stage is a guess."""
        return self.target == PLAIN_INTERVIEW and "+" not in self.rule_id


def classify(sentences: Sequence[str], *, subject: str = "", context: str = "") -> Verdict:
    """`context`: a subject that repeats an earlier mail's; it can tell what is talked about, but
    not what is new.
    """
    said = [words(one) for one in sentences]
    title = words(subject)
    mail = _whole(said, title=title, context=words(context))
    found = [
        Fired(rule, rule.target, subject, -1, (rule.id,))
        for rule in _fired_in(title, mail, is_subject=True)
    ]
    seen: set[str] = set()
    for number, (sentence, folded) in enumerate(zip(sentences, said, strict=True)):
        if folded in seen:
            continue
        seen.add(folded)
        found += [
            Fired(rule, rule.target, sentence, number, (rule.id,))
            for rule in _fired_in(folded, mail, is_subject=False)
        ]
    return _settled([_detailed(one, title, said) for one in found])


def fired(sentences: Sequence[str]) -> set[str]:
    """Ids of all rules that fire in a mail of these sentences."""
    said = [words(one) for one in sentences]
    mail = _whole(said)
    return {rule.id for one in said for rule in _fired_in(one, mail, is_subject=False)}


def _whole(said: Sequence[str], *, title: str = "", context: str = "") -> Whole:
    return Whole(context + title + "".join(said), title + "".join(filter(_is_plain, said)))


def _is_plain(said: str) -> bool:
    """No sentence with an "if": it says nothing about how things are."""
    tables = phrases.load().tables.values()
    return not any(_any(table.guards["conditional"], said) for table in tables)


def _fired_in(said: str, mail: Whole, *, is_subject: bool) -> list[Rule]:
    fired: dict[str, Rule] = {}
    for cue in phrases.load().cues(said):
        if cue.rule.id in fired or (cue.in_subject and not is_subject):
            continue
        if _fires(cue, said, mail):
            fired[cue.rule.id] = cue.rule
    return list(fired.values())


def _fires(cue: Cue, said: str, mail: Whole) -> bool:
    rule = cue.rule
    at = cue.pattern.search(said)
    return (
        at is not None
        and not _any(rule.forbids, said)
        and (not rule.requires or _any(rule.requires, said))
        and not _any(rule.mail_forbids, mail.plain)
        and (not rule.mail_requires or _any(rule.mail_requires, mail.all))
        and not (_is_news(rule) and _guarded(rule.language, said, at.start(), at.end()))
    )


def _is_news(rule: Rule) -> bool:
    return rule.target not in BACKGROUND or rule.over_interviews


def _guarded(language: str, said: str, start: int, end: int) -> bool:
    """A condition stands before the cue or right after it, or the sentence tells how it goes for
    anybody, or that nothing is decided.
    """
    guards = phrases.load().tables[language].guards
    return (
        any(_begins(one.search(said), before=start) for one in guards["conditional"])
        or any(one.regex.search(said, end - 1) for one in guards["conditional_after"])
        or _any(guards["process"], said)
        or _any(guards["undecided"], said)
    )


def _begins(found: re.Match[str] | None, *, before: int) -> bool:
    return found is not None and found.start() < before


def _any(patterns: Patterns, said: str) -> bool:
    return any(
        (not one.anchors or any(f" {word} " in said for word in one.anchors)) and one.search(said)
        for one in patterns
    )


def _detailed(fired: Fired, title: str, said: Sequence[str]) -> Fired:
    """Which interview it is: by its own sentence, the subject, or the rest if it names one."""
    if fired.target != GENERIC:
        return fired
    details = phrases.load().tables[fired.rule.language].details
    here = said[fired.number] if fired.number >= 0 else title
    for place in (here, title):
        found = named(details, place)
        if found:
            return replace(fired, target=found[0].target, ids=(*fired.ids, found[0].id))
    rest = {one.target: one for one in named(details, "".join(said))}
    if len(rest) == 1:
        (only,) = rest.values()
        return replace(fired, target=only.target, ids=(*fired.ids, only.id))
    return replace(fired, target=PLAIN_INTERVIEW)


def named(details: Sequence[Detail], said: str) -> list[Detail]:
    """Those the words name, the most telling first: the order of the table."""
    return [one for one in details if _any(one.any, said)]


def _settled(found: Sequence[Fired]) -> Verdict:
    if any(one.rule.over_interviews for one in found):
        found = [one for one in found if one.target not in INTERVIEWS]
    news = [one for one in found if one.target not in BACKGROUND]
    background = [one for one in found if one.target in BACKGROUND]
    heaviest = max((one.rule.weight for one in news), default=0)
    # An acknowledgement opens many a refusal; it counts only where it is the surer of the two.
    standing = [*news, *(one for one in background if one.rule.weight > heaviest)]
    if not standing:
        return Verdict()
    best = min(standing, key=_preference)
    others = _others(best, standing)
    return Verdict(
        best.target,
        value=min(best.rule.weight, DIVIDED) if others else best.rule.weight,
        rule_id="+".join(best.ids),
        sentence=best.sentence,
        language=best.rule.language,
        others=others,
    )


def _preference(fired: Fired) -> tuple[int, bool, bool, int]:
    """The heaviest; then what is more telling than the other; then what comes first."""
    rule = fired.rule
    is_vague = rule.target == GENERIC and len(fired.ids) == 1
    return -rule.weight, is_vague, rule.target == "applied", fired.number


def _others(best: Fired, standing: Sequence[Fired]) -> tuple[str, ...]:
    """Targets of other cues; two views of one interview are no disagreement."""
    rest = {one.target for one in standing} - {best.target}
    if best.target in INTERVIEWS:
        rest -= {one.target for one in standing if one.rule.target == GENERIC}
    if best.target in BACKGROUND:
        rest -= BACKGROUND
    return tuple(sorted(rest))
