"""Every picture the documents show: where it is taken, how wide, in which colours, after what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SIZES = {1440: (1440, 900), 390: (390, 780)}
# A verb and what it is done to: click, key, fill (with the text), wait (until it is seen).
Step = tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """`{names}` of an address are those of tests/pictures/house.py."""

    at: str
    width: int = 1440
    theme: str = "light"
    steps: tuple[Step, ...] = ()


PICTURES: Mapping[str, Picture] = {
    "today": Picture("/today"),
    "discovered": Picture("/jobs/discovered"),
    "ready": Picture("/jobs/ready", theme="dark"),
    "onboarding": Picture("/onboarding"),
    "new-run": Picture("/runs/new"),
    "run": Picture("/runs/{run}"),
    "import": Picture("/import"),
    "tailor": Picture("/jobs/discovered/{tailored}/tailor"),
    "robot": Picture("/job/{ready}/pdf"),
    "ghostwriter": Picture("/job/{chat}/ghostwriter"),
    "letter": Picture("/job/{chat}/letters/{letter}"),
    "compare": Picture("/compare?a={tailored}&b={other}"),
    "board": Picture("/applications/in-progress"),
    "inbox": Picture("/tracking-inbox"),
    "interview": Picture("/job/{sent}/interviews/{interview}"),
    "timeline": Picture("/job/{sent}/timeline"),
    "sponsors": Picture("/visa-sponsors?q=acme"),
    "overview": Picture("/overview"),
    "models": Picture("/settings/models"),
    "backups": Picture("/settings/backups"),
    "palette": Picture(
        "/jobs/discovered",
        steps=(("key", "/"), ("type", "engineer"), ("wait", "#palette-list [role=option] mark")),
    ),
    "keys": Picture("/jobs/discovered", steps=(("key", "?"),)),
    "phone-list": Picture("/jobs/discovered", width=390),
    "phone-job": Picture("/jobs/discovered/{best}", width=390, theme="dark"),
}
