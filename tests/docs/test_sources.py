"""The source that docs/sources.md adds as an example really is one."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from orchestrator.sources import registry
from orchestrator.sources.base import Query, SourceError
from orchestrator.sources.posting import BadRecord, Posting
from orchestrator.sources.registry import SOURCES, Source
from tests.outside.server import Reply, Server
from tests.sources.plain_http import PlainHttp

TEXT = (Path(__file__).resolve().parents[2] / "docs/sources.md").read_text()
MODULE, ROW = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
(RECORDED,) = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)


def test_the_example_reads_its_recorded_answer(
    outside: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside.on("GET", "/api.bakers.example/jobs", Reply(body=RECORDED))
    (tmp_path / "bakers.py").write_text(MODULE)
    monkeypatch.syspath_prepend(str(tmp_path))

    found = list(import_module("bakers").fetch(Query(), PlainHttp(outside.url)))

    assert [type(record) for record in found] == [Posting, BadRecord]
    assert found[0].model_dump(exclude_defaults=True) == {
        "source": "bakers", "source_job_id": "7", "title": "Baker", "employer": "Crumb & Co",
        "job_url": "https://bakers.example/7", "date_posted": "2026-11-02", "location": "Leeds",
        "description": "<p>Bread.</p>",
    }  # fmt: skip


def test_the_row_of_the_example_is_one() -> None:
    row = eval(ROW, vars(registry))

    assert isinstance(row, Source)
    assert row.id not in SOURCES


def test_every_kind_of_error_is_explained() -> None:
    table = TEXT.split("| Error | Means |")[1].split("\n\n")[0]

    assert re.findall(r"^\| `(\w+)`", table, re.MULTILINE) == sorted(
        SourceError.SENTENCES, key=list(SourceError.SENTENCES).index
    )


@pytest.mark.parametrize("row", SOURCES.values(), ids=lambda row: row.id)
def test_hosts_and_attribution_are_written_down(row: Source) -> None:
    hosts = [f"*{host}" if host.startswith(".") else host for host in row.hosts]
    assert [host for host in hosts if f"`{host}`" not in TEXT] == []
    assert row.attribution is None or f"“{row.attribution.text}”" in TEXT
