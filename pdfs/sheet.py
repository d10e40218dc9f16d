"""A résumé as the blocks of a page: the one order and the one wording of every theme."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from pdfs import ink, locales, rich
from pdfs.expected import Expected, Heading
from pdfs.plain import printable
from tailoring.documents.schema import STANDARD_SECTIONS, Entry, Link, Resume, Section

_ROWS = frozenset({"skills", "languages", "interests", "profiles"})
_YEAR = re.compile(r"(?:19|20)\d\d")
DASH = " — "
_CONTACT_LINE = 84  # characters that fit beside each other in every theme


@dataclass(frozen=True)
class Text:
    """`html` is safe to print as it stands; `plain` is what a reader sees."""

    plain: str = ""
    html: str = ""

    def __bool__(self) -> bool:
        return bool(self.plain)


@dataclass(frozen=True)
class Head:
    """The one line that opens an entry: what, where, when. `island`: one that runs from left to
    right in a document that does not.
    """

    first: Text
    rest: tuple[Text, ...] = ()
    period: Text = Text()
    island: bool = False

    @property
    def plain(self) -> str:
        return DASH.join(part.plain for part in (self.first, *self.rest, self.period) if part)


@dataclass(frozen=True)
class Role:
    head: Head
    body: rich.Rich


@dataclass(frozen=True)
class Block:
    head: Head
    note: Text
    body: rich.Rich
    roles: tuple[Role, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        lines = [self.head.plain, self.note.plain, *self.body.lines]
        for role in self.roles:
            lines += [role.head.plain, *role.body.lines]
        return tuple(filter(None, lines))


@dataclass(frozen=True)
class Part:
    """A section: `blocks` with heads, or `rows` of one line each, or one `running` line."""

    kind: str
    heading: Text
    standard: bool
    blocks: tuple[Block, ...] = ()
    rows: tuple[Text, ...] = ()
    running: Text = Text()


@dataclass(frozen=True)
class Sheet:
    name: Text
    headline: Text
    contacts: tuple[tuple[Text, ...], ...]
    parts: tuple[Part, ...]
    expected: Expected
    pictographs: tuple[str, ...] = ()


@dataclass
class _Setter:
    """Sets one document; collects the pictographs it leaves out."""

    locale: str
    addresses: bool
    own_titles: bool
    set_text: ink.Ink
    pictographs: list[str] = field(default_factory=list)

    def text(self, source: str) -> Text:
        clean = printable(source)
        self.pictographs.extend(clean.pictographs)
        return Text(clean.text, self.set_text(clean.text))

    def is_island(self, plain: str) -> bool:
        return self.set_text is ink.rtl and ink.is_latin(plain)

    def line(self, text: Text) -> Text:
        """A whole line: side by side, islands of Latin would be read in the wrong order."""
        if not text or not self.is_island(text.plain):
            return text
        return Text(text.plain, ink.island(text.html))

    def head(self, named: list[Text], period: Text) -> Head:
        kept = [text for text in named if text]
        first, rest = (kept[0], tuple(kept[1:])) if kept else (period, ())
        head = Head(first, rest, period if kept else Text())
        return replace(head, island=self.is_island(head.plain))

    def rich(self, html: str) -> rich.Rich:
        if not html:
            return rich.Rich("")
        pressed = rich.press(html, set_text=self.set_text, addresses=self.addresses)
        self.pictographs.extend(pressed.pictographs)
        return pressed

    def link(self, link: Link) -> Text:
        target, label = ink.safe_target(link.url), self.text(link.label)
        shown = self.text(ink.address(link.url)) if target else Text()
        if not target or not shown:
            return label
        words = label or shown
        linked = f'<a href="{escape(target)}">{words.html}</a>'
        if not self.addresses or rich.names(words.plain, shown.plain):
            return Text(words.plain, linked)
        if self.set_text is ink.rtl:
            # Brackets between two directions end up on one side of the address.
            return Text(f"{words.plain}{DASH}{shown.plain}", f"{linked}{DASH}{shown.html}")
        return Text(f"{words.plain} ({shown.plain})", f"{linked} ({shown.html})")

    def contact(self, source: str, *, scheme: str = "") -> Text:
        text = self.text(source)
        target = scheme + (re.sub(r"[^\d+]", "", source) if scheme == "tel:" else source.strip())
        if not text or not scheme or not ink.safe_target(target):
            return Text(text.plain, self._kept(text))
        return Text(text.plain, f'<a href="{escape(target)}">{self._kept(text)}</a>')

    def _kept(self, text: Text) -> str:
        island = ' dir="ltr"' if text.plain[:1] == "+" or "@" in text.plain else ""
        tag = "bdi" if island and self.set_text is ink.rtl else "span"
        inner = escape(text.plain, quote=False) if island else text.html
        return f'<{tag} class="k"{island if tag == "bdi" else ""}>{inner}</{tag}>'


def lay_out(
    resume: Resume, *, locale: str, paper: str, addresses: bool = True, own_titles: bool = True
) -> Sheet:
    rtl = locales.is_rtl(locale)
    setter = _Setter(locale, addresses, own_titles, ink.rtl if rtl else ink.ltr)
    name, headline = setter.text(resume.basics.name), setter.text(resume.basics.headline)
    contacts = _contacts(resume, setter)
    parts = tuple(filter(None, (_part(section, setter) for section in resume.sections)))
    expected = Expected(
        name=name.plain,
        headline=headline.plain,
        email=printable(resume.basics.email).text,
        phone=printable(resume.basics.phone).text,
        title=" – ".join(filter(None, (name.plain, headline.plain))) or "Résumé",
        language=locale.replace("_", "-"),
        paper=paper,
        rtl=rtl,
        headings=tuple(Heading(part.heading.plain, part.standard) for part in parts),
        entries=tuple(block.lines for part in parts for block in part.blocks if block.lines),
        lines=tuple(filter(None, _lines(name, headline, contacts, parts))),
        first_year=_first_year(resume),
    )
    return Sheet(name, headline, contacts, parts, expected, tuple(setter.pictographs))


def running(lines: Sequence[str], *, locale: str) -> tuple[tuple[Text, ...], tuple[str, ...]]:
    """Plain lines as they are set in a document of this language, and what was left out."""
    set_text = ink.rtl if locales.is_rtl(locale) else ink.ltr
    setter = _Setter(locale, addresses=True, own_titles=True, set_text=set_text)
    return tuple(setter.line(setter.text(line)) for line in lines), tuple(setter.pictographs)


def ordered(sections: tuple[Section, ...], *, order: Sequence[str]) -> tuple[Section, ...]:
    """Those that `order` names first; "custom" stands for all of the owner's own."""
    place = {name: n for n, name in enumerate(order)}

    def rank(section: Section) -> int:
        standard = section.key in ("summary", *STANDARD_SECTIONS)
        return place.get(section.key if standard else "custom", len(place))

    return tuple(sorted(sections, key=rank))


def _lines(
    name: Text, headline: Text, contacts: tuple[tuple[Text, ...], ...], parts: tuple[Part, ...]
) -> list[str]:
    lines = [name.plain, headline.plain, *(_joined(row, " · ").plain for row in contacts)]
    for part in parts:
        lines.append(part.heading.plain)
        lines += [line for block in part.blocks for line in block.lines]
        lines += [row.plain for row in part.rows]
        lines.append(part.running.plain)
    return lines


def _first_year(resume: Resume) -> int | None:
    periods = (
        period
        for section in resume.sections
        if section.type == "experience" and not section.hidden
        for entry in section.entries
        if not entry.hidden
        for period in (entry.period, *(role.period for role in entry.roles))
    )
    return min((int(year) for period in periods for year in _YEAR.findall(period)), default=None)


def _contacts(resume: Resume, setter: _Setter) -> tuple[tuple[Text, ...], ...]:
    """One row when it fits on a line, else how to reach the person, then where to read more."""
    basics = resume.basics
    reach = [
        setter.contact(basics.email, scheme="mailto:"),
        setter.contact(basics.phone, scheme="tel:"),
        setter.contact(basics.location),
    ]
    read = [setter.link(basics.website)]
    for custom in basics.custom_fields:
        read.append(setter.link(Link(url=custom.link, label=custom.text)))
    rows = [tuple(filter(None, row)) for row in (reach, read)]
    if setter.set_text is ink.rtl:
        # Side by side, extractors mix up which of the left-to-right items comes first.
        return tuple((text,) for row in rows for text in row)
    if sum(len(text.plain) + 3 for row in rows for text in row) <= _CONTACT_LINE:
        rows = [rows[0] + rows[1]]
    return tuple(filter(None, rows))


def _part(section: Section, setter: _Setter) -> Part | None:
    entries = [entry for entry in section.entries if not entry.hidden]
    if section.hidden or section.type == "cover-letter" or not entries:
        return None
    heading, standard = _heading(section, setter)
    if section.type not in _ROWS:
        blocks = tuple(filter(_says_something, (_block(entry, setter) for entry in entries)))
        return Part(section.type, heading, standard, blocks=blocks) if blocks else None
    rows = tuple(filter(None, (_row(entry, setter, kind=section.type) for entry in entries)))
    if section.type == "profiles" or any(entry.keywords or entry.html for entry in entries):
        listed = tuple(map(setter.line, rows))
        return Part(section.type, heading, standard, rows=listed) if rows else None
    running = Text(", ".join(row.plain for row in rows), ", ".join(row.html for row in rows))
    running = setter.line(running)
    return Part(section.type, heading, standard, running=running) if running else None


def _heading(section: Section, setter: _Setter) -> tuple[Text, bool]:
    """The words, and whether parsers know them. A section of the owner's own keeps its title."""
    own = setter.text(section.title)
    usual = setter.text(locales.heading(section.type, locale=setter.locale))
    if own and usual and section.key == section.type and not setter.own_titles:
        own = Text()
    return own or usual, not own or locales.is_standard(own.plain)


def _says_something(block: Block) -> bool:
    return bool(block.lines)


def _block(entry: Entry, setter: _Setter) -> Block:
    named = [setter.text(each) for each in (entry.title, entry.organisation, entry.place)]
    details = [setter.text(each) for each in (entry.detail, entry.phone)]
    details += [setter.text(", ".join(entry.keywords)), setter.link(entry.website)]
    note = [detail for detail in details if detail]
    if level := setter.text(locales.level(entry.level, locale=setter.locale)):
        note = note or [level]
    return Block(
        head=setter.head(named, setter.text(entry.period)),
        note=setter.line(_joined(note, " · ")),
        body=setter.rich(entry.html),
        roles=tuple(
            Role(
                setter.head([setter.text(role.position)], setter.text(role.period)),
                setter.rich(role.description),
            )
            for role in entry.roles
        ),
    )


def _joined(texts: Sequence[Text], mark: str) -> Text:
    return Text(mark.join(t.plain for t in texts), mark.join(t.html for t in texts))


def _row(entry: Entry, setter: _Setter, *, kind: str) -> Text:
    name = setter.text(entry.title or entry.organisation)
    detail = setter.text(entry.detail or locales.level(entry.level, locale=setter.locale))
    words = setter.text(", ".join(entry.keywords))
    link = setter.link(entry.website)
    if kind == "profiles":
        if link and detail.plain.casefold() in link.plain.casefold():
            detail = Text()
        return _labelled(name, _joined([text for text in (detail, link) if text], " · "), setter)
    title = Text(f"{name.plain} ({detail.plain})", f"{name.html} ({detail.html})")
    more = [text for text in (words, link, _one_line(setter.rich(entry.html))) if text]
    if not (name and detail):
        title = name or detail
    return _labelled(title, _joined(more, " · "), setter) if more else title


def _labelled(name: Text, rest: Text, setter: _Setter) -> Text:
    if not name or not rest:
        return name or rest
    if setter.set_text is ink.rtl:
        # A colon between two directions moves to the end of the line when it is read.
        return Text(name.plain + DASH + rest.plain, f"<b>{name.html}</b>{DASH}{rest.html}")
    return Text(f"{name.plain}: {rest.plain}", f"<b>{name.html}:</b> {rest.html}")


def _one_line(body: rich.Rich) -> Text:
    return Text(" ".join(body.lines), re.sub(r"</?(?:p|ul|ol|li|br)[^>]*>", " ", body.html).strip())
