"""HTML in, PDF out: Chromium in one private thread of this process.

Playwright keeps an event loop where it runs, and Django refuses queries beside one; so driver and
browser live in a thread of their own, and only strings and bytes cross its border.
"""

from __future__ import annotations

import asyncio
import atexit
import base64
import logging
import os
import queue
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdfs import processes, sizes, walls
from pdfs.problems import RenderError

if TYPE_CHECKING:
    import psutil
    from playwright.sync_api import Browser, CDPSession, Page, Playwright

log = logging.getLogger(__name__)

LAUNCH, CONTENT, FONTS, PRINT = 15.0, 10.0, 5.0, 15.0  # seconds
MOST_HTML = 8 * 1024 * 1024
RENDERS_PER_PAGE, RENDERS_PER_BROWSER = 50, 200
MOST_MEMORY, WEIGHED_EVERY = 700 * 1024 * 1024, 25
IDLE = 60.0  # seconds without work before the browser is closed
_ARGS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-background-networking",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-gpu",
    "--no-pings",
    "--font-render-hinting=none",
)
# Works with scripts off: it runs for the debugger, not for the page. A face that nothing uses yet
# is loaded as well, so that a broken one cannot hide.
_FACES = (
    "document.fonts.ready.then(()=>Promise.all([...document.fonts]"
    ".map(f=>f.load().then(()=>'',()=>f.family)))).then(r=>r.filter(n=>n).join(', '))"
)
_PRINTING = {
    "generateTaggedPDF": True,
    "generateDocumentOutline": True,
    "printBackground": True,
    "preferCSSPageSize": True,
    "displayHeaderFooter": False,
}
_SHOWING = {"format": "webp", "quality": 80, "captureBeyondViewport": True}


Pixels = tuple[int, int]  # across, down


@dataclass(frozen=True)
class BrowserStatus:
    path: str
    version: str
    error: str


@dataclass
class _Job:
    """One attempt; with `picture` the page as it is seen, else as it is printed. `limit` is moved
    by the thread from step to step; the caller watches it.
    """

    html: str
    end: float
    limit: float
    picture: Pixels | None = None
    done: threading.Event = field(default_factory=threading.Event)
    made: bytes = b""
    error: BaseException | None = None

    def step(self, seconds: float) -> None:
        self.limit = min(self.end, time.monotonic() + seconds)


class _LostError(Exception):
    """The browser is gone or does not answer; `kind` is timeout or crashed."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


_lock = threading.Lock()
_thread: _Thread | None = None
_configured = ""
_warned_sandbox = False


def configure(*, path: str) -> None:
    """Name the browser; without it CHROMIUM_PATH decides, then what is installed."""
    global _configured
    _configured = path


def render(html: str, *, deadline: float = 30.0) -> bytes:
    """Print one page; `deadline` is for one attempt, a lost browser is tried once more.

    RenderError: no_browser, timeout, crashed, blocked_resource, too_big.
    """
    if len(html) > MOST_HTML:
        raise RenderError("too_big")
    walls.refuse_outside(html)
    return print_unchecked(html, deadline=deadline)


def print_unchecked(html: str, *, deadline: float = 30.0) -> bytes:
    """As `render`, but only the browser's own walls stand between the page and the world."""
    return sizes.checked(_made(html, deadline=deadline))


def picture(html: str, size: Pixels, *, deadline: float = 30.0) -> bytes:
    """The upper left corner of a page as a WebP picture. RenderError as `render`."""
    if len(html) > MOST_HTML:
        raise RenderError("too_big")
    walls.refuse_outside(html)
    return _made(html, deadline=deadline, picture=size)


def _made(html: str, *, deadline: float, picture: Pixels | None = None) -> bytes:
    with _lock:
        end = time.monotonic() + 2 * deadline
        for last in (False, True):
            try:
                return _attempt(html, min(deadline, end - time.monotonic()), picture)
            except _LostError as lost:
                _discard()
                log.warning("pdf browser lost", extra={"kind": lost.kind, "final": last})
                if last:
                    raise RenderError(lost.kind) from lost
    raise AssertionError("unreachable")


def status() -> BrowserStatus:
    """What would print, without starting it."""
    path = _browser_path()
    error = "" if path else RenderError.SENTENCES["no_browser"]
    return BrowserStatus(path, processes.version(path) if path else "", error)


def close() -> None:
    """End the browser and wait for it; the next render starts another."""
    global _thread
    with _lock:
        if _thread is None:
            return
        _thread.jobs.put(None)
        _thread.join(timeout=5)
        if _thread.is_alive():
            _discard()
        _thread = None


def members() -> list[psutil.Process]:
    """The processes of the driver and the browser that belong to this process now."""
    return processes.family(_thread.driver) if _thread and _thread.driver else []


def _browser_path() -> str:
    return processes.find_browser(_configured or os.environ.get("CHROMIUM_PATH", ""))


def _attempt(html: str, seconds: float, picture: Pixels | None) -> bytes:
    global _thread
    if _thread is None or not _thread.is_alive():
        path = _browser_path()
        if not path:
            raise RenderError("no_browser")
        _thread = _Thread(path)
        _thread.start()
    now = time.monotonic()
    job = _Job(html, now + seconds, min(now + seconds, now + LAUNCH), picture)
    _thread.jobs.put(job)
    while not job.done.wait(max(0.0, job.limit - time.monotonic())):
        if time.monotonic() >= job.limit:
            raise _LostError("timeout")
    if isinstance(job.error, RenderError):
        raise job.error
    if job.error:
        raise _LostError("crashed") from job.error
    return job.made


def _discard() -> None:
    """A browser that failed once is never trusted again; it may be frozen, so it is not asked."""
    global _thread
    if _thread:
        _thread.abandoned = True
        # A driver that loses its browser tidies up after it; one that does not is ended too.
        _thread.kill_browser()
        _thread.jobs.put(None)
        _thread.join(timeout=1)
        _thread.kill()
        _thread = None


def _forget() -> None:
    """A forked child has neither the parent's thread nor any right to its browser."""
    global _lock, _thread
    _lock, _thread = threading.Lock(), None


os.register_at_fork(after_in_child=_forget)
atexit.register(close)


class _Thread(threading.Thread):
    """Owns driver and browser from the first render to the last."""

    def __init__(self, path: str) -> None:
        super().__init__(name="pdf-browser", daemon=True)
        self.path = path
        self.jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self.driver: psutil.Process | None = None
        self.known: list[psutil.Process] = []
        self.folder: Path | None = None
        self.abandoned = False
        self.renders = 0
        self.page_renders = 0
        self.playwright: Playwright | None = None
        self.browser: Browser | None = None
        self.page: Page | None = None
        self.session: CDPSession | None = None
        self.frame = ""

    def run(self) -> None:
        while not self.abandoned:
            try:
                job = self.jobs.get(timeout=IDLE if self.browser else None)
            except queue.Empty:
                self._stop()
                continue
            if job is None:
                break
            self._work(job)
        self._stop()

    def _work(self, job: _Job) -> None:
        try:
            job.made = self._print(job)
        except Exception as error:  # whatever it is, the waiting caller must hear of it
            job.error = error
            if not isinstance(error, RenderError):
                self.abandoned = True
            self._drop_page()
        finally:
            job.done.set()
        if not self.abandoned:
            self._refresh()

    def _print(self, job: _Job) -> bytes:
        job.step(LAUNCH)
        if self.browser is None:
            self._start()
        if self.page is None:
            self._open_page()
        job.step(CONTENT)
        self._send("Page.setDocumentContent", frameId=self.frame, html=job.html)
        job.step(FONTS)
        faces = self._send("Runtime.evaluate", expression=_FACES, awaitPromise=True)
        missing = faces["result"].get("value", "all")
        if missing:
            raise RenderError("blocked_resource", faces=missing)
        job.step(PRINT)
        self.renders += 1
        self.page_renders += 1
        if job.picture is None:
            return base64.b64decode(self._send("Page.printToPDF", **_PRINTING)["data"])
        clip = {"x": 0, "y": 0, "width": job.picture[0], "height": job.picture[1], "scale": 1}
        taken = self._send("Page.captureScreenshot", **_SHOWING, clip=clip)
        return base64.b64decode(taken["data"])

    def _send(self, method: str, **params: object) -> dict[str, Any]:
        if self.session is None:
            raise _LostError("crashed")
        answer: dict[str, Any] = self.session.send(method, dict(params))
        return answer

    def _start(self) -> None:
        from playwright.sync_api import sync_playwright

        self.folder = processes.scratch()
        before = processes.children()
        with processes.beside(self.folder):
            self.playwright = sync_playwright().start()
        asyncio.get_running_loop().set_exception_handler(self._left)
        started = processes.children() - before
        self.driver = next((child for child in started if "run-driver" in child.cmdline()), None)
        self.browser = self._launch(self.playwright, sandbox=os.geteuid() != 0)
        self.known = []
        self.renders = 0

    def _left(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """A lost driver leaves an error behind that nobody waits for: the caller has its own."""
        if not self.abandoned:
            loop.default_exception_handler(context)

    def _launch(self, playwright: Playwright, *, sandbox: bool) -> Browser:
        global _warned_sandbox
        from playwright.sync_api import Error

        if not sandbox and not _warned_sandbox:
            _warned_sandbox = True
            log.warning("the pdf browser runs without its sandbox")
        try:
            return playwright.chromium.launch(
                executable_path=self.path,
                chromium_sandbox=sandbox,
                args=list(_ARGS),
                artifacts_dir=str(self.folder),
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                timeout=LAUNCH * 1000,
            )
        except Error as error:
            if sandbox and "sandbox" in str(error).lower():
                return self._launch(playwright, sandbox=False)
            raise

    def _open_page(self) -> None:
        assert self.browser is not None
        context = self.browser.new_context(
            java_script_enabled=False, offline=True, accept_downloads=False, service_workers="block"
        )
        context.route("**/*", lambda route: route.abort())
        self.page = context.new_page()
        # A crashed page leaves its calls unanswered; a dead browser answers at once.
        self.page.on("crash", lambda _: self.kill_browser())
        self.session = context.new_cdp_session(self.page)
        self.frame = self._send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self.page_renders = 0

    def _refresh(self) -> None:
        """Between renders, when nobody waits: replace what has been used enough."""
        if self.driver and not self.known:
            self.known = processes.family(self.driver)
        if self.renders and self.renders % WEIGHED_EVERY == 0 and self.driver:
            self.known = processes.family(self.driver)
            if processes.memory(self.known) > MOST_MEMORY:
                self._stop()
        if self.renders >= RENDERS_PER_BROWSER:
            self._stop()
        elif self.page_renders >= RENDERS_PER_PAGE:
            self._drop_page()

    def _drop_page(self) -> None:
        from playwright.sync_api import Error

        page, self.page, self.session = self.page, None, None
        if page and not self.abandoned:
            try:
                page.context.close()
            except Error:
                self.abandoned = True

    def _stop(self) -> None:
        from playwright.sync_api import Error

        self.page = self.session = None
        self.renders = 0
        try:
            if self.browser and not self.abandoned:
                self.browser.close()
            if self.playwright:
                self.playwright.stop()
        except Error:
            self.abandoned = True
        self.browser = self.playwright = None
        self.kill()

    def kill_browser(self) -> None:
        """From any thread: nothing below the driver is alive afterwards."""
        processes.kill([each for each in self._members() if each != self.driver])

    def kill(self) -> None:
        """From any thread: neither driver nor browser is alive afterwards."""
        processes.kill(self._members())
        if self.folder:
            processes.remove(self.folder)

    def _members(self) -> list[psutil.Process]:
        found = [*self.known, *(processes.family(self.driver) if self.driver else ())]
        return list(dict.fromkeys(found))
