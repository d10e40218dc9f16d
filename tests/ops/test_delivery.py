"""How pages and files travel: packed where that is safe, kept by the browser where it may."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.test import Client, RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from orchestrator.models import User
from orchestrator.ops.prepare import collect_static
from tests import make

PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> WhiteNoiseMiddleware:
    """What serves files, as it is shipped."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **project.STORAGES,
        "staticfiles": {"BACKEND": "jobops.web.hashed.Hashed"},
    }
    collect_static()
    return WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))


def test_a_page_travels_packed_for_who_can_unpack_it(client: Client, ada: User) -> None:
    make.jobs(ada, 20)
    plain, packed = client.get("/jobs/all"), client.get("/jobs/all", headers=PACKED)
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) < len(plain.content) / 4
    assert b"</html>" in gzip.decompress(packed.content)
    assert "Content-Encoding" not in plain


def test_a_packed_page_has_another_length_each_time(client: Client, ada: User) -> None:
    lengths = {len(client.get("/jobs/all", headers=PACKED).content) for _ in range(12)}
    assert len(lengths) > 1


def test_a_packed_fragment_says_what_it_varies_by(client: Client, ada: User) -> None:
    make.jobs(ada, 5)
    answer = client.get("/jobs/all", headers={**PACKED, "HX-Request": "true"})
    assert {"HX-Request", "Accept-Encoding"} <= {one.strip() for one in answer["Vary"].split(",")}


def test_a_download_goes_out_as_it_is(client: Client, ada: User) -> None:
    job = make.job(ada, status="ready")
    make.printed(job)
    for path in ("/jobs/all.csv", f"/pdfs/resume_{job.pk}.pdf"):
        answer = client.get(path, headers=PACKED)
        assert "Content-Encoding" not in answer, path
        assert b"".join(answer)


def test_a_file_is_kept_for_ever_under_a_name_of_its_content_alone(
    files: WhiteNoiseMiddleware,
) -> None:
    for name in ("css/base.css", "js/list.js", "icons.svg"):
        address = staticfiles_storage.url(name)
        assert address != f"/static/{name}"
        answer = files(RequestFactory().get(address, headers=PACKED))
        assert (answer.status_code, answer["Content-Encoding"]) == (200, "gzip")
        assert "max-age=315360000, public, immutable" in answer["Cache-Control"]
        plain = files(RequestFactory().get(f"/static/{name}"))
        assert (plain.status_code, "immutable" in plain["Cache-Control"]) == (200, False)


def test_no_page_of_the_workspace_asks_for_a_font(client: Client, ada: User) -> None:
    make.jobs(ada, 2)
    styles = [one.read_text() for one in (project.BASE_DIR / "static" / "css").glob("*.css")]
    assert styles
    assert not any("@font-face" in one or ".woff" in one for one in styles)
    assert b".woff" not in client.get("/jobs/all").content
