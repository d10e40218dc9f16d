"""What came with a request, read once and checked in the order docs/api.md gives."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from pydantic import BaseModel, ValidationError

from jobops.lib.errors import Invalid

JSON_LIMIT = 1024 * 1024
BASE64_LIMIT = 14 * 1024 * 1024
MULTIPART_LIMIT = 11 * 1024 * 1024
FILE_LIMIT = 10 * 1024 * 1024
DEPTH = 32
TOO_DEEP = f"The body is nested deeper than {DEPTH} levels."
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Room:
    """How much an upload may bring, in bytes: the body by its form, and the file in it."""

    multipart: int = MULTIPART_LIMIT
    base64: int = BASE64_LIMIT
    file: int = FILE_LIMIT


ANY_FILE = Room()
FILE_KEYS = ("fileName", "dataBase64", "mediaType")


@dataclass(frozen=True)
class Upload:
    """A file as it was sent; `unread` are keys beside it that nobody knows."""

    name: str
    media_type: str
    content: bytes
    unread: tuple[str, ...] = ()


def parameters(request: HttpRequest, model: type[Model]) -> Model:
    """The query parameters `model` knows. Raises Invalid; a known one given twice is refused."""
    names = {field.alias or name for name, field in model.model_fields.items()}
    given = {name: values for name, values in request.GET.lists() if name in names}
    if twice := [name for name, values in given.items() if len(values) > 1]:
        raise Invalid({name: ["This parameter was given more than once."] for name in twice})
    return checked(model, {name: values[0] for name, values in given.items()})


def checked(model: type[Model], values: Mapping[str, Any]) -> Model:
    """`values` as `model`. Raises Invalid with one sentence per wrong field."""
    try:
        return model.model_validate(values)
    except ValidationError as wrong:
        errors: dict[str, list[str]] = {}
        for entry in wrong.errors(include_url=False, include_input=False):
            name = ".".join(str(part) for part in entry["loc"] if not _is_branch(part))
            errors.setdefault(name, []).append(_sentence(entry["msg"]))
        whole = tuple(errors.pop("", ()))
        raise Invalid(errors, form_errors=whole) from None


def read(
    request: HttpRequest, *, limit: int = JSON_LIMIT, optional: bool = False
) -> dict[str, Any]:
    """The JSON object of the body. Raises Invalid as 413, 415 or 400, in this order."""
    _check_size(request, limit)
    if not request.body and optional:
        return {}
    if not request.body:
        raise _refused("This request needs a JSON object as its body.")
    _check_type(request)
    return _object(request.body)


def read_upload(request: HttpRequest, *, room: Room = ANY_FILE) -> Upload:
    """A file sent as the multipart part `file`, or as JSON with `dataBase64`."""
    multipart = request.content_type == "multipart/form-data"
    _check_size(request, room.multipart if multipart else room.base64)
    if not multipart:
        return _from_base64(read(request, limit=room.base64), limit=room.file)
    try:
        return _from_parts(request.FILES.getlist("file"), limit=room.file)
    except (MultiPartParserError, SuspiciousOperation) as broken:
        raise Invalid(form_errors=("The multipart body cannot be read.",)) from broken


def read_files(request: HttpRequest, *, limit: int) -> list[tuple[str, UploadedFile[Any]]]:
    """The multipart parts `file` with their names; large ones lie on disk meanwhile."""
    _check_size(request, limit)
    try:
        return [(_name(part.name), part) for part in request.FILES.getlist("file")]
    except (MultiPartParserError, SuspiciousOperation) as broken:
        raise Invalid(form_errors=("The multipart body cannot be read.",)) from broken


def _check_size(request: HttpRequest, limit: int) -> None:
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        # WSGI gives no length then, and the framework would read nothing.
        raise _refused("Send the body with its Content-Length, not in chunks.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > limit:
        sentence = f"The body is larger than {limit // (1024 * 1024)} MiB."
        raise Invalid(form_errors=(sentence,), kind="too_large")


def _check_type(request: HttpRequest) -> None:
    known = re.fullmatch(r"application/(json|[\w.+-]+\+json)", request.content_type or "")
    charset = (request.content_params or {}).get("charset", "utf-8").strip("\"'").lower()
    if not known or charset not in ("utf-8", "utf8"):
        raise Invalid(form_errors=("Send application/json in UTF-8.",), kind="unsupported_type")


def _object(body: bytes) -> dict[str, Any]:
    try:
        text = body.decode("utf-8")
        value = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except UnicodeDecodeError as broken:
        raise _refused("The body is not UTF-8.") from broken
    except json.JSONDecodeError as broken:
        place = f"line {broken.lineno}, column {broken.colno}"
        raise _refused(f"The body is not well-formed JSON: {place}.") from broken
    except RecursionError as broken:
        raise _refused(TOO_DEEP) from broken
    except ValueError as broken:
        raise _refused("A number in the body has too many digits.") from broken
    if not isinstance(value, dict):
        raise _refused("The body must be a JSON object.")
    _check_values(value, depth=1, escaped="\\u" in text)
    return value


def _refused(sentence: str) -> Invalid:
    return Invalid(form_errors=(sentence,))


def _refuse_constant(name: str) -> float:
    raise _refused("Every number in the body must be finite.")


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _refuse_constant(text)


def _check_values(value: Any, *, depth: int, escaped: bool) -> None:
    """Nothing nested deeper than 32, no U+0000 and no half of a surrogate pair in a text."""
    if isinstance(value, str):
        if escaped and UNSTORABLE.search(value):
            raise _refused("A text in the body holds U+0000 or half of a surrogate pair.")
        return
    if not isinstance(value, (dict, list)):
        return
    if depth > DEPTH:
        raise _refused(TOO_DEEP)
    if isinstance(value, dict):
        for key in value:
            _check_values(key, depth=depth, escaped=escaped)
    for part in value.values() if isinstance(value, dict) else value:
        _check_values(part, depth=depth + 1, escaped=escaped)


def _from_parts(parts: Sequence[UploadedFile[Any]], *, limit: int) -> Upload:
    if len(parts) != 1:
        raise Invalid({"file": ["Send exactly one part called file."]})
    part = parts[0]
    if (part.size or 0) > limit:
        raise Invalid({"file": [_too_large(limit)]}, kind="too_large")
    return Upload(_name(part.name), (part.content_type or "").lower(), part.read())


def _from_base64(body: Mapping[str, Any], *, limit: int) -> Upload:
    name, data, media_type = (body.get(key) for key in FILE_KEYS)
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 255:
        raise Invalid({"fileName": ["Give a file name of 1 to 255 characters."]})
    if media_type is not None and not (isinstance(media_type, str) and len(media_type) <= 200):
        raise Invalid({"mediaType": ["Give a media type of at most 200 characters."]})
    if not isinstance(data, str):
        raise Invalid({"dataBase64": ["Give the file in base64."]})
    content, unread = _decoded(data, limit=limit), tuple(body.keys() - FILE_KEYS)
    return Upload(_name(name), (media_type or "").strip().lower(), content, unread)


def _decoded(data: str, *, limit: int) -> bytes:
    packed = "".join(data.split())
    try:
        content = base64.b64decode(packed.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as broken:
        raise Invalid({"dataBase64": ["This is not standard base64 with padding."]}) from broken
    # Loose trailing bits would be a second spelling of the same bytes.
    if base64.b64encode(content).decode() != packed:
        raise Invalid({"dataBase64": ["This is not standard base64 with padding."]})
    if len(content) > limit:
        raise Invalid({"dataBase64": [_too_large(limit)]}, kind="too_large")
    return content


def _too_large(limit: int) -> str:
    return f"The file is larger than {limit // (1024 * 1024)} MiB."


def _name(given: str | None) -> str:
    """The last part of a path, whatever system it was written on."""
    return re.split(r"[/\\]", (given or "").strip())[-1][:255] or "file"


def _is_branch(part: object) -> bool:
    """Names pydantic gives to the arms of a union; callers do not know them."""
    return isinstance(part, str) and bool(re.search(r"[\[\]()]|^(str|list|dict|function)", part))


def _sentence(text: str) -> str:
    sentence = text.removeprefix("Value error, ").replace("Input should be", "Give")
    return sentence if sentence.endswith(".") else f"{sentence}."
