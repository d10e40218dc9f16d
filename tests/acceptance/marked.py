"""A résumé and a posting that hold a word of their own in every field, and the words again."""

from __future__ import annotations

import re
from typing import Any

from tailoring.documents import blank
from tailoring.documents.schema import STANDARD_SECTIONS

_MARK = re.compile(r"\bz[rj][a-z]+z\b")
# Fields of a posting's row that hold text somebody else wrote or that identify the job.
COLUMNS = (
    "source_job_id", "title", "employer", "date_posted", "disciplines", "deadline", "salary",
    "location", "degree_required", "starting", "description", "description_html", "job_type",
    "job_level", "job_function",
)  # fmt: skip
ADDRESSES = ("employer_url", "application_link", "job_url_direct", "job_url")
EXTRAS = (
    "skills", "experienceRange", "companyIndustry", "emails", "companyAddresses",
    "companyUrlDirect",
    "companyLogo", "companyDescription", "companyRevenue", "listingType", "companyNumEmployees",
)  # fmt: skip


def marks(text: str) -> set[str]:
    """The marks in `text`, without the frame that keeps one from being part of another."""
    return {found[1:-1] for found in _MARK.findall(text)}


def resume() -> dict[str, Any]:
    document = blank.document()
    document["basics"] = {key: _mark("r", key) for key in ("name", "headline", "location")}
    document["basics"] |= {
        "email": "rmail@example.org",
        "phone": "+44 20 7946 0958",
        "website": {"url": "https://zrbasicsurlz.example", "label": _mark("r", "basicslabel")},
        "customFields": [{"id": "c", "text": _mark("r", "custom"), "link": ""}],
    }
    document["summary"]["content"] = f"<p>{_mark('r', 'summary')} call +44 20 7946 0958</p>"
    document["metadata"]["notes"] = _mark("r", "notes")
    document["picture"]["url"] = "https://zrpicturez.example/me.png"
    for kind in STANDARD_SECTIONS:
        document["sections"][kind]["items"] = [_item(kind), _item(kind, hidden="hidden")]
    document["unknownKey"] = _mark("r", "unknown")
    return document


def posting() -> dict[str, Any]:
    columns = {name: _mark("j", name) for name in COLUMNS}
    columns["description"] += " write to boss@acme.example\nsee https://zjdescriptionlinkz.example"
    addresses = {name: f"https://z{_word('j', name)}z.example/" for name in ADDRESSES}
    return {**columns, **addresses, "extras": {name: _mark("j", name) for name in EXTRAS}}


def _item(kind: str, *, hidden: str = "") -> dict[str, Any]:
    made = blank.item(kind)
    for key in [key for key, value in made.items() if value == ""]:
        made[key] = _mark("r", hidden, kind, key)
    if "keywords" in made:
        made["keywords"] = [_mark("r", hidden, kind, "keyword")]
    if "website" in made:
        url = f"https://z{_word('r', hidden, kind, 'url')}z.example"
        made["website"] = {"url": url, "label": _mark("r", hidden, kind, "label")}
    if "roles" in made:
        keys = ("position", "period", "description")
        made["roles"] = [
            {
                "id": f"{hidden}{kind}-role",
                **{key: _mark("r", hidden, kind, "role", key) for key in keys},
            }
        ]
    return {**made, "id": f"{hidden}{kind}-1", "hidden": bool(hidden)}


def _mark(*parts: str) -> str:
    return f"z{_word(*parts)}z"


def _word(*parts: str) -> str:
    return re.sub("[^a-z]", "", "".join(parts).lower())
