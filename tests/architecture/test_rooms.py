"""Every module has its place in the layers, and keys point the way imports do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from django.apps import apps

from tests.architecture.tree import PACKAGES, ROOT, contracts, layers

OUTSIDE_THE_LAYERS = {"settings", "wsgi", "bootstrap", "apps", "migrations", "templatetags"}
# Names that a package has beside its rooms: the start, the keys of the installation.
OUTSIDE_THE_LAYERS |= {"browser_setup", "keys", "__init__", "__pycache__"}


def rooms() -> list[str]:
    """Modules and sub-packages directly below the four packages."""
    return sorted(
        f"{package}.{path.stem}"
        for package in PACKAGES
        for path in (ROOT / package).iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists())
        and path.stem not in OUTSIDE_THE_LAYERS
    )


def homeless(found: Iterable[str], *, placed: Sequence[Sequence[str]]) -> list[str]:
    known = {name for layer in placed for name in layer}
    return [room for room in found if room not in known]


def backward(
    keys: Iterable[tuple[str, str]], *, placed: Sequence[Sequence[str]]
) -> list[tuple[str, str]]:
    """Foreign keys whose target lies in a later room than their own model."""
    return [(one, other) for one, other in keys if _height(one, placed) < _height(other, placed)]


def _height(module: str, placed: Sequence[Sequence[str]]) -> int:
    """Higher is later; what is in no layer (Django's own) lies under everything."""
    for depth, layer in enumerate(placed):
        if any(module == name or module.startswith(f"{name}.") for name in layer):
            return len(placed) - depth
    return 0


def foreign_keys() -> list[tuple[str, str]]:
    return [
        (model.__module__, field.related_model.__module__)
        for model in apps.get_models()
        if model.__module__.startswith(PACKAGES)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and isinstance(field.related_model, type)
    ]


def test_every_room_is_in_the_layers():
    assert homeless(rooms(), placed=layers()) == []


def test_no_key_points_to_a_later_room():
    assert len(foreign_keys()) > 10
    assert backward(foreign_keys(), placed=layers()) == []


def test_contracts_of_the_agreed_kinds_are_there():
    names = [str(name) for name in contracts()]

    assert {"Data flows one way", "Plain rooms know no Django", "No ring of rooms"} <= set(names)
    assert sum(name.startswith("One door: ") for name in names) == 6


@pytest.mark.parametrize("room", ["pdfs.attic", "orchestrator.cellar"])
def test_the_check_sees_a_room_without_a_place(room):
    assert homeless([room, "orchestrator.jobs"], placed=layers()) == [room]


def test_the_check_sees_a_key_that_points_forward():
    key = ("orchestrator.models.job", "pdfs.models")

    assert backward([key, key[::-1]], placed=layers()) == [key]
