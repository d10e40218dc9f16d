from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from orchestrator.jobs.freshness import Contexts
from orchestrator.models import User
from pdfs import photograph, themes
from tailoring import photos, pictures
from tailoring.models import ResumeDocument, ResumePhoto
from tests import make

pytestmark = pytest.mark.django_db


def face(colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 500), colour).save(out, "PNG")
    return out.getvalue()


def upload(client: Client, base: ResumeDocument, content: bytes) -> Any:
    file = SimpleUploadedFile("me.png", content, "image/png")
    return client.post(f"/design-resume/{base.pk}/photo", {"photo": file})


def test_an_uploaded_photo_is_shown_and_can_be_deleted(client: Client, ada: User) -> None:
    base = make.resume(ada)
    address = f"/design-resume/{base.pk}/photo"
    assert client.get(f"{address}.jpg").status_code == 404
    assert upload(client, base, face()).status_code == 303
    assert f"{address}.jpg" in client.get(address).content.decode()
    shown = client.get(f"{address}.jpg")
    assert shown["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(shown.content)).size == (400, 500)
    client.post(f"{address}/remove")
    assert not ResumePhoto.objects.exists()


@pytest.mark.parametrize("content", [b"nothing of the kind", face()[:60]])
def test_a_broken_photo_is_refused_and_the_old_one_stays(
    client: Client, ada: User, content: bytes
) -> None:
    base = make.resume(ada)
    upload(client, base, face())
    before = photos.of(base)
    answer = upload(client, base, content)
    assert answer.status_code == 422
    assert "picture" in answer.context["form"].errors["photo"][0]
    assert photos.of(base) == before


def test_another_photo_makes_pdfs_out_of_date_and_the_first_again_does_not(
    client: Client, ada: User
) -> None:
    base, job = make.resume(ada), make.job(ada)
    contexts = []
    for picture in (face("teal"), face("navy"), face("teal")):
        upload(client, base, picture)
        contexts.append(Contexts(ada).of(job))
    assert contexts[0] == contexts[2] != contexts[1]


def test_a_page_shows_it_only_when_it_is_switched_on(client: Client, ada: User) -> None:
    base = make.resume(ada)
    upload(client, base, face())
    raw, photo = base.versions.get().data, photograph.of(base)
    assert "<img" not in themes.compose(raw, themes.Page(), photo=photo).html
    shown = themes.compose(raw, themes.Page(photo=True), photo=photo)
    assert 'alt="Photo of David Kowalski"' in shown.html
    assert shown.notices == ()
    assert themes.compose(raw, themes.Page(photo=True)).notices == (themes.NO_PHOTO,)


def test_nobody_else_sees_it(client: Client, ada: User, ben: User) -> None:
    base = make.resume(ben)
    photos.keep(base, pictures.prepared(face()))
    for path in ("photo", "photo.jpg"):
        assert client.get(f"/design-resume/{base.pk}/{path}").status_code == 404
    assert upload(client, base, face("navy")).status_code == 404
    assert client.post(f"/design-resume/{base.pk}/photo/remove").status_code == 404
    assert ResumePhoto.objects.count() == 1


def inlined(content: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


def test_a_file_that_carries_a_photo_brings_it_along(client: Client, ada: User) -> None:
    base = make.resume(ada, picture={"url": inlined(face())})
    photo = photos.of(base)
    assert photo is not None
    assert (photo.width, photo.height, photo.media_type) == (400, 500, "image/jpeg")


@pytest.mark.parametrize(
    "url", [inlined(b"x" * 80), "data:image/png;base64,====", "https://example.org/me.png", None, 7]
)
def test_a_photo_that_cannot_be_used_never_stops_an_import(ada: User, url: object) -> None:
    assert photos.of(make.resume(ada, picture={"url": url})) is None
