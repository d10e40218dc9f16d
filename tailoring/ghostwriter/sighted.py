"""Whether a model may be sent pictures: as the owner set it, or unless it has refused some."""

from __future__ import annotations

from orchestrator import preferences
from orchestrator.models import User
from tailoring.models import ChatRun

REFUSED = "images_unsupported"


def takes_pictures(owner: User, *, model: str) -> bool:
    wish = preferences.of(owner)["llmImages"]
    if wish != "auto":
        return bool(wish == "on")
    return not ChatRun.objects.filter(owner=owner, model=model, error_code=REFUSED).exists()
