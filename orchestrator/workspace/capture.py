"""What a browser brings along: the page of a bookmark, or what a phone shares.

Nothing is stored here, and nothing is sent before a button is pressed: the page arrives in the
form of Import, whose review comes next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from orchestrator.jobs import capture
from orchestrator.sources.posting import URL_LIMIT, checked_address
from orchestrator.workspace.imports_form import AddressForm, PasteForm

# The page on the screen may hold more than its address gives: it is asked for by our window, which
# names itself first, and is handed to our own address alone.
BOOKMARK = """
(()=>{const home="HOME",here=location.href;
const there=home+"/capture?by=bookmark&url="+encodeURIComponent(here),page=open(there);
if(!page){location.href=there;return}
const give=e=>{if(e.origin!==home||e.source!==page||e.data!=="jobops:ready")return;
removeEventListener("message",give);
page.postMessage({title:document.title,url:here,html:document.documentElement.outerHTML},home)};
addEventListener("message",give)})()
"""
ADDRESS = re.compile(r"https?://[^\s<>\"']+")
TRAILING = ".,;:!?)"


@dataclass(frozen=True)
class Shared:
    """What came with the address: `url` is one of the web or empty, `text` what else was said."""

    url: str
    text: str


@dataclass(frozen=True)
class Capture:
    shared: Shared
    bookmark: str
    code: str
    address: AddressForm
    paste: PasteForm
    most: int = capture.PAGE_LIMIT


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Shown in a window that another site opened, so this page alone keeps in touch with it."""
    home = request.build_absolute_uri("/").rstrip("/")
    response = render(request, "capture/page.html", {"capture": brought(request.GET, home=home)})
    response["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put JobOps among its programs and among those one can share to."""
    response = JsonResponse({**MANIFEST, "icons": icons()})
    response["Content-Type"] = "application/manifest+json"
    response["Cache-Control"] = "public, max-age=86400"
    return response


def brought(given: Mapping[str, str], *, home: str) -> Capture:
    found = shared(given)
    code = "".join(BOOKMARK.strip().splitlines()).replace("HOME", home)
    return Capture(
        shared=found,
        bookmark=f"javascript:{quote(code, safe=SAFE)}",
        code=f"javascript:{code}",
        address=AddressForm(initial={"url": found.url}),
        paste=PasteForm(initial={"text": found.text, "address": found.url}),
    )


def shared(given: Mapping[str, str]) -> Shared:
    """Phones put the address into whichever of the three they like."""
    words = {name: clean(given.get(name, "")) for name in ("title", "text", "url")}
    said_twice = words["text"].startswith(words["title"])
    lines = [line for line in ("" if said_twice else words["title"], words["text"]) if line]
    for said in (words["url"], *reversed(lines)):
        if url := address_in(said):
            left = [line.replace(url, "").strip() for line in lines]
            # A title alone is no posting.
            return Shared(url, "\n\n".join(filter(None, left)) if len(words["text"]) > 200 else "")
    return Shared("", "\n\n".join(lines))


def address_in(text: str) -> str:
    found = ADDRESS.search(text)
    if found is None:
        return ""
    try:
        return checked_address(found[0].rstrip(TRAILING)[: URL_LIMIT + 1])
    except ValueError:
        return ""


def clean(text: str) -> str:
    return text.replace("\0", "").strip()[: capture.PASTE_LIMIT]


def icons() -> list[dict[str, str]]:
    vector = {"src": static("icons/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return [
        vector,
        *(
            {"src": static(f"icons/icon-{size}.png"), "sizes": f"{size}x{size}",
             "type": "image/png", "purpose": "any maskable"}
            for size in (192, 512)
        ),
    ]  # fmt: skip


# Of a bookmark's address nothing but the percent sign would be read otherwise.
SAFE = "!#$&'()*+,/:;=?@[]{}~<>|^`"
MANIFEST: Mapping[str, object] = {
    "id": "/today",
    "name": "JobOps",
    "short_name": "JobOps",
    "start_url": "/today",
    "scope": "/",
    "display": "standalone",
    "background_color": "#fcfcfd",
    "theme_color": "#2f62cf",
    "share_target": {
        "action": "/capture",
        "method": "GET",
        "params": {"title": "title", "text": "text", "url": "url"},
    },
}
