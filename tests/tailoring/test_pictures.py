"""A photo is small, upright and silent about where it was taken, or it is refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tailoring import pictures
from tailoring.pictures import PictureError


def encoded(pixels: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    pixels.save(out, kind, **options)
    return out.getvalue()


def noise(width: int, height: int) -> Image.Image:
    return Image.effect_noise((width, height), 90).convert("RGB")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_becomes_small(kind: str) -> None:
    made = pictures.prepared(encoded(noise(1400, 2000), kind))
    assert (made.width, made.height) == (420, 600)
    assert len(made.content) <= pictures.MOST_KEPT
    assert made.media_type == "image/jpeg"


def test_what_the_camera_wrote_is_taken_out() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "Zanzibar Cameras", {1: "N", 2: (53.0, 48.0, 0.0)}
    source = encoded(noise(200, 300), exif=exif, comment=b"Zanzibar")
    assert b"Zanzibar" in source
    made = pictures.prepared(source).content
    assert b"Zanzibar" not in made
    assert b"Exif" not in made
    assert dict(Image.open(io.BytesIO(made)).getexif()) == {}


def test_a_picture_on_its_side_stands_up() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned to the right
    made = pictures.prepared(encoded(noise(300, 200), exif=exif))
    assert (made.width, made.height) == (200, 300)


def test_what_is_transparent_becomes_white() -> None:
    made = pictures.prepared(encoded(Image.new("RGBA", (100, 100), (0, 0, 0, 0)), "PNG"))
    assert Image.open(io.BytesIO(made.content)).getpixel((50, 50)) == (255, 255, 255)


def test_the_same_picture_is_the_same_file() -> None:
    source = encoded(noise(300, 300))
    assert pictures.prepared(source).digest == pictures.prepared(source).digest


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "no_picture"),
        (b"%PDF-1.4", "no_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no_picture"),
        (encoded(noise(200, 200))[:900], "broken"),
        (encoded(noise(200, 200), "PNG")[:900], "broken"),
        (encoded(noise(200, 200), "GIF"), "no_picture"),
        (encoded(noise(40, 400)), "too_small"),
        (b"\xff\xd8" + bytes(pictures.MOST_TAKEN), "too_big"),
        (encoded(Image.new("1", (12_000, 9_000)), "PNG"), "too_big"),
    ],
    ids=["empty", "pdf", "svg", "cut", "cut-png", "gif", "tiny", "heavy", "bomb"],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(content: bytes, kind: str) -> None:
    with pytest.raises(PictureError) as refused:
        pictures.prepared(content)
    assert refused.value.kind == kind
    assert refused.value.sentence.endswith(".")
