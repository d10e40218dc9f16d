"""Dotted paths and names in tables lead somewhere, in the shape the table promises."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable

from django.utils.module_loading import import_string

from orchestrator.queue import SCHEDULES, TASKS
from pdfs.themes import FOLDER, THEMES


def unresolved(paths: Iterable[str], *, fits: Callable[[inspect.Signature], bool]) -> list[str]:
    """Paths that do not import, are not functions, or take other arguments than promised."""
    return [path for path in paths if not _resolves(path, fits)]


def takes_ids_and_correlation(signature: inspect.Signature) -> bool:
    *ids, last = signature.parameters.values() or (None,)
    return (
        last is not None
        and last.name == "correlation"
        and last.kind is last.KEYWORD_ONLY
        and all(one.kind is one.POSITIONAL_OR_KEYWORD and one.annotation == "str" for one in ids)
    )


def takes_nothing(signature: inspect.Signature) -> bool:
    return all(one.default is not one.empty for one in signature.parameters.values())


def _resolves(path: str, fits: Callable[[inspect.Signature], bool]) -> bool:
    try:
        found = import_string(path)
    except ImportError:
        return False
    return inspect.isfunction(found) and fits(inspect.signature(found))


def test_every_task_can_be_called_as_the_queue_calls_it():
    paths = [task.path for task in TASKS.values()]

    assert paths
    assert unresolved(paths, fits=takes_ids_and_correlation) == []


def test_every_task_is_called_by_the_name_of_its_function():
    assert [name for name, task in TASKS.items() if not task.path.endswith(f".{name}")] == []


def test_every_schedule_can_be_called_without_arguments():
    paths = [schedule.path for schedule in SCHEDULES.values()]

    assert paths
    assert unresolved(paths, fits=takes_nothing) == []


def test_every_theme_has_its_files():
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == set(THEMES)
    assert all((FOLDER / name / "page.html").is_file() for name in THEMES)


def test_the_check_sees_a_dead_path_and_a_wrong_shape():
    dead = ["orchestrator.nowhere.run", "orchestrator.queue.TASKS", "orchestrator.queue.enqueue"]

    assert unresolved(dead, fits=takes_nothing) == dead
    assert unresolved(["orchestrator.queue.ring"], fits=takes_ids_and_correlation) != []
