"""A Reactive Resume server: the new paths, the old ones, and everything that can go wrong.

def test_it_lists(rxresume_stub):
    rxresume_stub.add("r1", name="Base", data={"basics": {…}})
    Server(rxresume_stub.base_url, keys=["first-key"], …)
    rxresume_stub.keys                 # the accepted keys, {"first-key"} at first
    rxresume_stub.paths = "old"        # /resume/list and /resume/{id} only; "new", "both"
    rxresume_stub.wrapped = True       # answers as {"data": …}
    rxresume_stub.data_as_text = True  # the document's data as a JSON string
    rxresume_stub.next(refuses(403), refuses(429, retry_after=3), page(), hanging(), huge())
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.outside.server import Reply, Seen, Server

LEAK = "upstream-canary postgres://app:pw@10.9.8.7/resumes"


@dataclass(frozen=True)
class Document:
    id: str
    name: str
    updated_at: str
    data: dict[str, Any]


class RxResumeStub(Server):
    def __init__(self, *, port: int = 0) -> None:
        super().__init__(port=port)
        self.keys = {"first-key"}
        self.paths = "new"
        self.wrapped = False
        self.data_as_text = False
        self.documents: dict[str, Document] = {}

    @property
    def base_url(self) -> str:
        return self.url

    def add(
        self,
        id: str,
        *,
        name: str = "Base",
        updated_at: str = "2026-11-01T10:00:00.000Z",
        data: dict[str, Any] | None = None,
    ) -> Document:
        document = Document(id=id, name=name, updated_at=updated_at, data=data or {"basics": {}})
        self.documents[id] = document
        return document

    def otherwise(self, seen: Seen) -> Reply:
        path = seen.path.removeprefix("/api/openapi")
        if path == seen.path:
            return page()
        new, old = self.paths in ("new", "both"), self.paths in ("old", "both")
        is_list = (new and path == "/resumes") or (old and path == "/resume/list")
        is_one = (new and path.startswith("/resumes/")) or (old and path.startswith("/resume/"))
        if not (is_list or is_one):
            return Reply(status=404, body={"code": "NOT_FOUND", "message": LEAK})
        if seen.headers.get("x-api-key") not in self.keys:
            return refuses(401)
        return self._list() if is_list else self._one(path.rsplit("/", 1)[-1])

    def _list(self) -> Reply:
        return self._wrap([_row(document) for document in self.documents.values()])

    def _one(self, id: str) -> Reply:
        if id not in self.documents:
            return Reply(status=404, body={"code": "NOT_FOUND", "message": LEAK})
        document = self.documents[id]
        data = json.dumps(document.data) if self.data_as_text else document.data
        return self._wrap({**_row(document), "data": data})

    def _wrap(self, body: object) -> Reply:
        return Reply(body={"data": body} if self.wrapped else body)


def refuses(code: int, *, retry_after: int | None = None) -> Reply:
    """An error answer whose body leaks what no client may show."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Reply(status=code, body={"code": "REFUSED", "message": LEAK}, headers=headers)


def page() -> Reply:
    """200 and a web page, as a wrong address answers."""
    return Reply(body="<!doctype html><title>Welcome</title>")


def hanging() -> Reply:
    return Reply(hang=True)


def huge(megabytes: int = 11) -> Reply:
    return Reply(
        body=b'{"data": "' + b"x" * (megabytes * 1024 * 1024) + b'"}',
        headers={"Content-Type": "application/json"},
    )


def _row(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "name": document.name,
        "slug": document.name.lower().replace(" ", "-"),
        "tags": [],
        "isPublic": False,
        "isLocked": False,
        "createdAt": "2026-01-01T00:00:00.000Z",
        "updatedAt": document.updated_at,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--key", default="first-key")
    parser.add_argument("documents", nargs="*", type=Path, help="JSON files to serve")
    given = parser.parse_args()
    with RxResumeStub(port=given.port) as stub:
        stub.keys = {given.key}
        for path in given.documents:
            stub.add(path.stem, name=path.stem, data=json.loads(path.read_text()))
        print(stub.base_url, flush=True)
        stub.stopping.wait()


if __name__ == "__main__":
    main()
