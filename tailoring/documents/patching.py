"""JSON Patch (RFC 6902) over a JSON value: all operations or none, the input unchanged. Pure."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Operation = Mapping[str, Any]
Tokens = tuple[str, ...]
# A copy may hold itself; without a ceiling forty copies would fill the memory.
HEAVIEST = 16_000_000
INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


class PatchError(Exception):
    """`position` counts from 0; `field` is the member at fault; the sentence is for its author."""

    def __init__(self, sentence: str, *, field: str = "path") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.position = 0


def apply(value: Any, operations: Sequence[Operation]) -> Any:
    """The patched copy. Raises PatchError naming the first operation that cannot be done."""
    patched = copy.deepcopy(value)
    weight = _weight(patched)
    for position, operation in enumerate(operations):
        try:
            weight += _growth(patched, operation)
            if weight > HEAVIEST:
                raise PatchError("This would make the document too large.")
            patched = DO[operation["op"]](patched, operation)
        except PatchError as refused:
            refused.position = position
            raise
        except RecursionError:
            raise PatchError("This would nest the document too deeply.") from None
    return patched


def _growth(value: Any, operation: Operation) -> int:
    if operation["op"] == "copy":
        source = _tokens(operation["from"], field="from")
        return _weight(_at(value, source, field="from"))
    return _weight(operation["value"]) if operation["op"] in ("add", "replace") else 0


def _weight(value: Any) -> int:
    """Roughly the length of it as text."""
    if isinstance(value, dict):
        return 1 + sum(len(key) + _weight(each) for key, each in value.items())
    if isinstance(value, list):
        return 1 + sum(map(_weight, value))
    return 1 + len(value) if isinstance(value, str) else 1


def _add(value: Any, operation: Operation) -> Any:
    return _put(value, _tokens(operation["path"]), copy.deepcopy(operation["value"]))


def _replace(value: Any, operation: Operation) -> Any:
    tokens = _tokens(operation["path"])
    _at(value, tokens)
    if not tokens:
        return copy.deepcopy(operation["value"])
    holder = _at(value, tokens[:-1])
    holder[_key(holder, tokens[-1])] = copy.deepcopy(operation["value"])
    return value


def _remove(value: Any, operation: Operation) -> Any:
    _take(value, _tokens(operation["path"]), field="path")
    return value


def _move(value: Any, operation: Operation) -> Any:
    source, target = _tokens(operation["from"], field="from"), _tokens(operation["path"])
    if target[: len(source)] == source and target != source:
        raise PatchError("A part cannot be moved into itself.")
    if source == target:
        _at(value, source, field="from")
        return value
    return _put(value, target, _take(value, source, field="from"))


def _copy(value: Any, operation: Operation) -> Any:
    found = _at(value, _tokens(operation["from"], field="from"), field="from")
    return _put(value, _tokens(operation["path"]), copy.deepcopy(found))


def _test(value: Any, operation: Operation) -> Any:
    if not same(_at(value, _tokens(operation["path"])), operation["value"]):
        raise PatchError("The value here is another one.", field="value")
    return value


DO: Mapping[str, Callable[[Any, Operation], Any]] = {
    "add": _add,
    "replace": _replace,
    "remove": _remove,
    "move": _move,
    "copy": _copy,
    "test": _test,
}


def same(one: Any, other: Any) -> bool:
    """Equal as JSON: true is not 1, and 1.0 is 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def _tokens(pointer: str, *, field: str = "path") -> Tokens:
    """The parts of a JSON Pointer (RFC 6901)."""
    if pointer and (not pointer.startswith("/") or re.search(r"~(?![01])", pointer)):
        raise PatchError("Give a JSON Pointer such as /basics/name.", field=field)
    parts = pointer.split("/")[1:]
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)


def _at(value: Any, tokens: Tokens, *, field: str = "path") -> Any:
    for token in tokens:
        value = value[_key(value, token, field=field)]
    return value


def _key(holder: Any, token: str, *, field: str = "path") -> Any:
    """The key or index of something that is there."""
    if isinstance(holder, dict) and token in holder:
        return token
    if isinstance(holder, list) and INDEX.fullmatch(token) and int(token) < len(holder):
        return int(token)
    raise PatchError("There is nothing at this place.", field=field)


def _put(value: Any, tokens: Tokens, new: Any) -> Any:
    if not tokens:
        return new
    holder, last = _at(value, tokens[:-1]), tokens[-1]
    if isinstance(holder, dict):
        holder[last] = new
    elif isinstance(holder, list) and last == "-":
        holder.append(new)
    elif isinstance(holder, list) and INDEX.fullmatch(last) and int(last) <= len(holder):
        holder.insert(int(last), new)
    else:
        raise PatchError("Nothing can be put at this place.")
    return value


def _take(value: Any, tokens: Tokens, *, field: str) -> Any:
    if not tokens:
        raise PatchError("The whole document cannot be taken away.", field=field)
    holder = _at(value, tokens[:-1], field=field)
    key = _key(holder, tokens[-1], field=field)
    return holder.pop(key)
