"""Several of these start or kill a browser; that is what they are about, and why they take time."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from pdfs import metadata, reading, render, themes
from pdfs.problems import RenderError
from tests.bounds import ends
from tests.pdfs import personas
from tests.pdfs.conftest import NEWEST
from tests.worker.harness import until

pytestmark = pytest.mark.usefixtures("browser")
PAGE = "<!doctype html><html lang=en><title>t</title><body><h1>Ada Brook</h1></body></html>"


def _alive(members: list[psutil.Process]) -> list[psutil.Process]:
    return [each for each in members if each.is_running() and each.status() != "zombie"]


def _sealed(html: str) -> bytes:
    pdf = render.render(html)
    return metadata.seal(pdf, title="t", author="a", language="en", newest=NEWEST)


@pytest.fixture
def other_browser() -> Iterator[None]:
    render.close()
    yield
    render.configure(path="")
    render.close()


def test_a_page_becomes_a_pdf() -> None:
    assert "Ada Brook" in reading.with_pypdf(reading.opened(render.render(PAGE)))


def test_no_event_loop_is_left_in_the_callers_thread() -> None:
    render.render(PAGE)
    with pytest.raises(RuntimeError, match="no running event loop"):
        asyncio.get_running_loop()


def test_reuse_leaves_no_trace_of_the_document_before() -> None:
    first = themes.compose(personas.FULL, themes.Page("modern", accent="#7a1f5c"))
    second = themes.compose(personas.MINIMAL, themes.Page("classic"))
    render.close()
    alone = _sealed(second.html)
    render.render(first.html)
    assert _sealed(second.html) == alone


@pytest.mark.parametrize("victim", ["headless", "allow-pre-commit-input", "run-driver"])
def test_a_killed_process_costs_nothing_but_time(
    victim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "CONTENT", 100.0)  # it is missed, not waited for
    render.render(PAGE)
    # Forked helpers carry their parent's name; the page's process is the one made for it.
    living = _alive(render.members())
    named = [each for each in living if victim in " ".join(each.cmdline())]
    named[-1].kill()
    with ends():
        assert render.render(PAGE, deadline=100).startswith(b"%PDF")


def test_a_killed_driver_leaves_no_error_behind(caplog: pytest.LogCaptureFixture) -> None:
    render.render(PAGE)
    render.members()[0].kill()
    render.render(PAGE)
    gc.collect()
    assert [record.getMessage() for record in caplog.records if record.name == "asyncio"] == []


def test_a_frozen_browser_is_ended_and_replaced() -> None:
    # Waits for the deadline, which leaves the next browser as long to start.
    render.render(PAGE)
    frozen = render.members()
    for each in frozen[1:]:
        each.suspend()
    assert render.render(PAGE, deadline=10).startswith(b"%PDF")
    assert _alive(frozen) == []


def test_a_browser_that_never_answers_is_a_timeout(other_browser: None, tmp_path: Path) -> None:
    mute = tmp_path / "chromium"
    mute.write_text("#!/bin/sh\nexec sleep 60\n")
    mute.chmod(0o755)
    render.configure(path=str(mute))
    with pytest.raises(RenderError) as caught:
        render.render(PAGE, deadline=1)
    assert caught.value.kind == "timeout"
    left = [each for each in psutil.Process().children(True) if "sleep" in each.name()]
    assert _alive(left) == []


def test_a_browser_that_will_not_start_is_a_crash(other_browser: None, tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    render.configure(path=str(broken))
    with pytest.raises(RenderError) as caught:
        render.render(PAGE)
    assert caught.value.kind == "crashed"


def test_without_a_browser_the_problem_names_the_install_command(other_browser: None) -> None:
    render.configure(path="/nowhere/chromium")
    with pytest.raises(RenderError) as caught:
        render.render(PAGE)
    assert caught.value.kind == "no_browser"
    assert "apt-get install" in caught.value.sentence
    assert render.status() == render.BrowserStatus("", "", caught.value.sentence)


def test_the_status_names_path_and_version_without_a_start(other_browser: None) -> None:
    status = render.status()
    assert Path(status.path).exists()
    assert "Chrom" in status.version
    assert render.members() == []


def test_closing_leaves_no_process_behind() -> None:
    render.render(PAGE)
    members = render.members()
    render.close()
    assert len(members) > 2
    until(lambda: not _alive(members))


def test_a_killed_worker_takes_its_browser_along() -> None:
    script = (
        "from pdfs import render\nimport time\n"
        f"render.render({PAGE!r})\n"
        "print(*(each.pid for each in render.members()), flush=True)\ntime.sleep(60)\n"
    )
    worker = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert worker.stdout
    members = [psutil.Process(int(pid)) for pid in worker.stdout.readline().split()]
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    assert len(members) > 2
    until(lambda: not _alive(members))
    # The next browser on the machine tidies up after it.
    render.close()
    render.render(PAGE)
    assert not (Path(tempfile.gettempdir()) / f"jobops-pdf-{worker.pid}").exists()


def test_all_that_is_temporary_lies_in_one_folder() -> None:
    """So that it goes as a whole, also when the worker is killed while its browser starts."""
    render.render(PAGE)
    said = " ".join(word for each in render.members() for word in each.cmdline())
    folders = re.findall(r"--user-data-dir=(\S+)", said)
    assert folders
    assert {Path(one).parent.name for one in folders} == {f"jobops-pdf-{os.getpid()}"}


def _child(queue: multiprocessing.Queue[tuple[bytes, int]]) -> None:
    queue.put((render.render(PAGE)[:4], render.members()[0].pid))
    render.close()


def test_a_forked_child_has_a_browser_of_its_own() -> None:
    render.render(PAGE)
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_child, args=(queue,))
    child.start()
    start, driver = queue.get(timeout=200)
    child.join(200)
    assert start == b"%PDF"
    assert driver != render.members()[0].pid
    assert render.render(PAGE).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("limit", "value"),
    [("RENDERS_PER_BROWSER", 2), ("MOST_MEMORY", 1), ("IDLE", 0.1)],
)
def test_the_browser_is_replaced_between_renders(
    limit: str, value: float, other_browser: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, limit, value)
    monkeypatch.setattr(render, "WEIGHED_EVERY", 2)
    render.render(PAGE)
    members = render.members()
    render.render(PAGE)
    until(lambda: not _alive(members))
    assert render.render(PAGE).startswith(b"%PDF")


def test_the_page_is_replaced_after_enough_renders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "RENDERS_PER_PAGE", 2)
    assert all(render.render(PAGE).startswith(b"%PDF") for _ in range(5))


def test_too_much_html_is_refused_before_the_browser_sees_it() -> None:
    with pytest.raises(RenderError) as caught:
        render.render(PAGE + "x" * render.MOST_HTML)
    assert caught.value.kind == "too_big"


def test_more_than_twenty_pages_are_refused() -> None:
    bullets = "<ul>" + "<li>One of very many bullets.</li>" * 5000 + "</ul>"
    with pytest.raises(RenderError) as caught:
        render.render(PAGE.replace("</body>", bullets + "</body>"))
    assert caught.value.kind == "too_big"


def test_a_face_that_does_not_load_is_named() -> None:
    face = "@font-face{font-family:Broken;src:url(data:font/ttf;base64,AAAA)}"
    html = PAGE.replace("<body>", f"<style>{face}h1{{font-family:Broken}}</style><body>")
    with pytest.raises(RenderError) as caught:
        render.render(html)
    assert caught.value.kind == "blocked_resource"
    assert caught.value.details == {"faces": "Broken"}


def test_no_temporary_file_is_left_behind(tmp_path: Path) -> None:
    script = (
        "from pdfs import render\n"
        f"render.render({PAGE!r})\n"
        "render.members()[1].kill()\n"
        f"render.render({PAGE!r})\n"
        "render.close()\n"
    )
    subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "TMPDIR": str(tmp_path)}, check=True
    )
    left = {entry.name.split("-")[0] for entry in tmp_path.iterdir()}
    assert not {"jobops", "playwright", "playwright_chromiumdev_profile"} & left


def test_the_environment_names_the_browser(
    other_browser: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM_PATH", os.devnull)
    assert render.status().path == ""
