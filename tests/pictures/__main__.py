"""The pictures of the documents, taken anew of a demo installation: `make pictures`, or only those
that are named: `make pictures ARGS="ready board"`. One that looks as before is left as it is.
"""

from __future__ import annotations

import base64
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import django
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench import installation
from tests.pictures.table import FOLDER, PICTURES, SIZES, Picture

QUALITY, PATIENCE = 72, 20_000
# A Wednesday morning.
DAY = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
CLOCK = Path(__file__).parent / "clock"
SHOWN_FOLDER = "/srv/jobops"
# Less than a word: a minute that passed, a row of dots of a rounded corner.
SAME = 0.01
REPLACE = """([found, shown]) => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) walk.currentNode.data = walk.currentNode.data.replaceAll(found, shown);
}"""
# The browser that takes the pictures has no viewer for PDFs, so it is given what one would show.
HANG = """(frame, source) => {
    const picture = Object.assign(new Image(), { src: source, className: frame.className });
    picture.style.objectFit = "cover";
    picture.style.objectPosition = "top";
    frame.replaceWith(picture);
    return picture.decode();
}"""


def main(names: list[str]) -> int:
    if unknown := [name for name in names if name not in PICTURES]:
        print(f"There is no picture named {', '.join(unknown)}. Known: {', '.join(PICTURES)}.")
        return 2
    with demo() as (home, ids):
        taken = take({name: PICTURES[name] for name in names or PICTURES}, home=home, ids=ids)
    for name, content in taken.items():
        print(
            f"{'new ' if keep(name, content) else 'same'}  {len(content) / 1024:5.0f} KiB  {name}"
        )
    return 0


@contextmanager
def demo() -> Iterator[tuple[str, Mapping[str, str]]]:
    """A demo on a free port, furnished; gone with its folder afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="jobops-pictures-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    env = installation.environment(folder, port, {"LOG_LEVEL": "error", **clock()})
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo"], cwd=installation.ROOT, env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        server = installation.Installation(folder, port, process, 0)
        wait(server)
        yield f"http://127.0.0.1:{port}", {"folder": str(folder), **furnished(env)}
    finally:
        installation.stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def clock() -> dict[str, str]:
    shift = (DAY - datetime.now(UTC)).total_seconds()
    return {"PYTHONPATH": str(CLOCK), "JOBOPS_PICTURES_SHIFT": str(shift), "TZ": "UTC"}


def wait(server: installation.Installation) -> None:
    """Until the run of the demo has ended with its jobs."""
    for _ in range(600):
        time.sleep(0.5)
        if server.process.poll() is not None:
            raise SystemExit("The demo did not start; `manage.py demo` says why.")
        try:
            _, answer, _ = server.request("GET", "/api/pipeline/status")
        except OSError:
            continue
        run = answer["data"]["lastRun"]
        if run and run["status"] == "completed":
            return
    raise SystemExit("The run of the demo did not end within five minutes.")


def furnished(env: Mapping[str, str]) -> Mapping[str, str]:
    """The rest of what is shown, written into the folder of the demo."""
    os.environ.update(env, DJANGO_SETTINGS_MODULE="jobops.settings")
    import_module("tests.pictures.clock.sitecustomize")
    django.setup()
    # It needs the settings, which are only known now.
    rows: Mapping[str, str] = import_module("tests.pictures.house").furnish()
    return rows


def take(wanted: Mapping[str, Picture], *, home: str, ids: Mapping[str, str]) -> dict[str, bytes]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installation.program(), args=["--no-sandbox", "--lang=en-GB"]
        )
        taken = {n: shot(browser, one, home=home, ids=ids) for n, one in wanted.items()}
        browser.close()
    return taken


def shot(browser: Browser, one: Picture, *, home: str, ids: Mapping[str, str]) -> bytes:
    width, height = SIZES[one.width]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=one.theme,  # type: ignore[arg-type]
        reduced_motion="reduce", locale="en-GB", timezone_id="UTC",
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    answer = page.goto(home + one.at.format(**ids))
    if answer is None or not answer.ok:
        raise SystemExit(f"{one.at} was answered with {answer and answer.status}.")
    for step in one.steps:
        do(page, *step)
    page.wait_for_load_state("networkidle")
    hang_papers(page, home)
    page.evaluate(REPLACE, [ids["folder"], SHOWN_FOLDER])
    content = page.screenshot(animations="disabled", caret="hide")
    context.close()
    return small(content)


def do(page: Page, verb: str, target: str, text: str = "") -> None:
    if verb == "key":
        page.keyboard.press(target)
    elif verb == "click":
        page.locator(target).first.click()
    elif verb == "fill":
        page.locator(target).first.fill(text)
    elif verb == "type":
        page.keyboard.type(target)
    else:
        expect(page.locator(target).first).to_be_visible()


def hang_papers(page: Page, home: str) -> None:
    """The first page of each PDF in place of its frame."""
    for frame in page.locator("iframe.paper-frame").all():
        pdf = page.request.get(home + (frame.get_attribute("src") or "").partition("#")[0]).body()
        drawn = subprocess.run(
            ["pdftoppm", "-png", "-r", "110", "-singlefile", "-"],
            input=pdf, capture_output=True, check=True,
        ).stdout  # fmt: skip
        frame.evaluate(HANG, f"data:image/png;base64,{base64.b64encode(drawn).decode()}")


def small(content: bytes) -> bytes:
    packed = io.BytesIO()
    Image.open(io.BytesIO(content)).convert("RGB").save(packed, "WEBP", quality=QUALITY, method=6)
    return packed.getvalue()


def keep(name: str, content: bytes) -> bool:
    """Whether it was written: not when the one that is there looks the same."""
    path = FOLDER / f"{name}.webp"
    if path.exists() and alike(path.read_bytes(), content):
        return False
    path.write_bytes(content)
    return True


def alike(one: bytes, other: bytes) -> bool:
    """Pictures of one size that differ by less than a line of figures."""
    first, second = (Image.open(io.BytesIO(content)).convert("L") for content in (one, other))
    if first.size != second.size:
        return False
    return float(ImageStat.Stat(ImageChops.difference(first, second)).mean[0]) < SAME


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
