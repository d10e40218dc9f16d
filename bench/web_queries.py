"""Counts the queries of each request inside a process of its own: reads asks as JSON from its
input, prints name → queries. What it posts is rolled back.

python manage.py shell -v 0 -c "from bench.web_queries import main; main()"
"""

from __future__ import annotations

import json
import sys
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext


def main() -> None:
    given: list[dict[str, Any]] = json.loads(sys.stdin.read())
    client = Client(headers={"host": "localhost"})
    print(json.dumps({one["name"]: counted(client, one) for one in given}))


def counted(client: Client, one: dict[str, Any]) -> int:
    """Of the second time: what a process reads once is not the request's."""
    for _ in range(2):
        with transaction.atomic(), CaptureQueriesContext(connection) as found:
            if one["verb"]:
                client.post(f"/jobs/{one['path']}/{one['verb']}", {"place": one["place"]},
                            headers=one["headers"])  # fmt: skip
            else:
                client.get(one["path"], headers=one["headers"])
            asked = [query for query in found if "SAVEPOINT" not in query["sql"]]
            transaction.set_rollback(True)
    return len(asked)
