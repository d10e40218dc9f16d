from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pdfs import reading, render, walls
from pdfs.problems import RenderError


class Trap(ThreadingHTTPServer):
    hits: list[str]


class _Listener(BaseHTTPRequestHandler):
    server: Trap

    def do_GET(self) -> None:
        self.server.hits.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture
def trap() -> Iterator[Trap]:
    server = Trap(("127.0.0.1", 0), _Listener)
    server.hits = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


ATTACKS = (
    "<script>fetch('{u}/script');document.title='ran'</script>"
    "<script src='{u}/src.js'></script>"
    "<iframe src='{u}/frame'></iframe><iframe src='file://{f}'></iframe>"
    "<iframe srcdoc=\"<img src='{u}/srcdoc'>\"></iframe>"
    "<img src='{u}/img'><img srcset='{u}/set 2x'><img src='file://{f}'>"
    "<link rel=stylesheet href='{u}/link.css'><link rel=preconnect href='{u}'>"
    "<link rel=prefetch href='{u}/prefetch'><link rel=dns-prefetch href='{u}'>"
    "<style>@import '{u}/import.css';body{{background:url({u}/bg)}}"
    "</style>"
    "<meta http-equiv=refresh content='0;url={u}/refresh'>"
    "<object data='{u}/object'></object><embed src='file://{f}'>"
    "<svg><image href='{u}/svg'/><use href='{u}/use#a'/></svg>"
    "<video poster='{u}/poster' src='{u}/video'></video><audio src='{u}/audio' autoplay></audio>"
    "<body background='{u}/background'><input type=image src='{u}/input'>"
    "<p>{long}</p></body>"
)


@pytest.mark.usefixtures("browser")
def test_the_browsers_own_walls_hold_without_ours(trap: Trap, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the contents of a file")
    address = f"http://127.0.0.1:{trap.server_port}"
    html = ATTACKS.format(u=address, f=secret, long="wide" * 5_000)
    pdf = render.print_unchecked(f"<!doctype html><title>calm</title>{html}")
    reader = reading.opened(pdf)
    assert trap.hits == []
    assert "contents of a file" not in reading.with_pypdf(reader)
    assert reader.metadata is None or reader.metadata.title != "ran"


@pytest.mark.usefixtures("browser")
def test_a_face_from_outside_is_never_fetched(trap: Trap) -> None:
    face = f"@font-face{{font-family:X;src:url(http://127.0.0.1:{trap.server_port}/x.ttf)}}"
    with pytest.raises(RenderError) as caught:
        render.print_unchecked(f"<!doctype html><style>{face}b{{font-family:X}}</style><b>x</b>")
    assert caught.value.details == {"faces": "X"}
    assert trap.hits == []


@pytest.mark.parametrize(
    ("html", "scheme", "host"),
    [
        ("<img src='http://evil.example/a.png'>", "http", "evil.example"),
        ("<img src=//evil.example/a.png>", "relative", "evil.example"),
        ("<img src=/photos/me.jpg>", "relative", ""),
        ("<img srcset='https://evil.example/a 2x'>", "https", "evil.example"),
        ("<iframe src='file:///etc/passwd'></iframe>", "file", ""),
        ("<link rel=stylesheet href=https://evil.example/x.css>", "https", "evil.example"),
        ("<style>@import 'https://evil.example/x.css';</style>", "https", "evil.example"),
        ("<style>b{background:URL( 'https://evil.example/x')}</style>", "https", "evil.example"),
        ("<p style='background:url(ftp://evil.example)'>", "ftp", "evil.example"),
        ("<svg><image href='https://evil.example/x'/></svg>", "https", "evil.example"),
        (
            "<meta http-equiv=Refresh content='0; url=https://evil.example'>",
            "https",
            "evil.example",
        ),
        ("<base href='https://evil.example/'>", "https", "evil.example"),
        ("<style>b{background:\\75rl(https://evil.example)}</style>", "escaped", ""),
    ],
)
def test_a_page_that_would_load_something_is_refused(html: str, scheme: str, host: str) -> None:
    with pytest.raises(RenderError) as caught:
        walls.refuse_outside(f"<!doctype html><body>{html}")
    assert caught.value.kind == "blocked_resource"
    assert caught.value.details == {"scheme": scheme, "host": host}


@pytest.mark.parametrize(
    "html",
    [
        "<a href='https://example.org'>a link is not loaded</a>",
        "<img src='data:image/png;base64,AAAA'>",
        "<p>Wrote url(http://example.org) and @import in text</p>",
        "<style>@font-face{src:url(data:font/ttf;base64,AAAA)}</style>",
    ],
)
def test_what_loads_nothing_is_let_through(html: str) -> None:
    walls.refuse_outside(html)
