"""Data to look around with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door
from orchestrator.api.schemas.maintenance import RemovedOut, SamplesOut
from orchestrator.ops import demo
from orchestrator.templatetags.ui import plural

router = Router(tags=["Samples"])


@door.route(router, "POST", "/samples", data=SamplesOut, errors=(409,))
def add_samples(request: HttpRequest) -> HttpResponse:
    """A sample résumé and postings to look around with; not where jobs of your own are."""
    said = " ".join(demo.fill(access.owner(request)))
    return door.answer(request, {"message": said})


@door.route(router, "DELETE", "/samples", data=RemovedOut)
def remove_samples(request: HttpRequest) -> HttpResponse:
    """Delete the sample postings, and the sample résumé unless it was edited."""
    count = demo.take_away(access.owner(request), actor="user")
    said = f"Deleted {plural(count, 'sample posting')}."
    return door.answer(request, {"message": said, "count": count})
