"""What a base says word for word, so that nothing is weighed that was only copied."""

from __future__ import annotations

from collections.abc import Iterator

from jobops.lib.text import fold
from tailoring import wording
from tailoring.documents.profile import profile
from tailoring.documents.schema import Raw
from tailoring.models import ResumeVersion
from tailoring.projects import catalogue
from tailoring.standing import every_bullet

MOST_KEPT = 32
# By the digest of the document; reading one takes longer than everything else here.
_kept: dict[str, frozenset[str]] = {}


def says(version: ResumeVersion, text: str) -> bool:
    """Whether `text` is a whole sentence, bullet, title or keyword of the base."""
    if version.digest not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[version.digest] = frozenset(_plain(said) for said in _texts(version.data))
    return _plain(text) in _kept[version.digest]


def _texts(raw: Raw) -> Iterator[str]:
    own = profile(raw, shown_projects=[one.id for one in catalogue(raw)])
    yield own.headline
    yield from wording.sentences(own.summary)
    for item in own.items:
        yield from (item.title, *item.keywords, *wording.sentences(item.text))
    for bullet in every_bullet(raw):
        yield from (bullet.text, *wording.sentences(bullet.text))


def _plain(text: str) -> str:
    return " ".join(fold(text).split()).rstrip(".")
