"""Whether a fact holds a term under this name or another; a sibling of the family is no name."""

from __future__ import annotations

from orchestrator.scoring.lexicon import Hit
from tailoring.claims.fact import Fact, Scope
from tailoring.claims.said import key, said

# Said with a product's name or left away, as its users like.
_LOOSE = frozenset(
    {"microsoft", "google", "adobe", "apache", "amazon", "framework", "js", "server", "platform"}
)

# Who used the one used the other.
_IN = {
    "Python": ("django", "flask", "fastapi", "pandas", "numpy", "pytorch", "pytest"),
    "JavaScript": ("react", "jquery", "angular", "vue", "typescript"),
    "SQL": ("postgresql", "mysql", "sqlite"),
    "Java": ("spring", "hibernate"),
    "PHP": ("laravel", "symfony"),
    "Ruby": ("rails",),
}


def named(scope: Scope, hit: Hit, text: str) -> tuple[Fact, ...]:
    """ "SAP MM" is more than SAP: what the text adds to a name must stand in the fact too."""
    held = scope.terms.get(hit.term.label, ())
    for library in _IN.get(hit.term.label, ()):
        held = (*held, *scope.by_key.get(key(library), ()))
    label = {word.key for word in said(hit.term.label).words}
    words = {word.key for word in said(text).words}
    added = words - label if words & label else frozenset[str]()
    if not added:
        return held
    loose = _LOOSE if label < words else frozenset[str]()
    return tuple(fact for fact in held if added <= fact.keys | loose)
