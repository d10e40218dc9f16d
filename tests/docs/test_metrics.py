"""Each figure for Prometheus is documented, and the example rules name only figures there are."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from jobops.web import meters
from orchestrator.ops import figures

ROOT = Path(settings.BASE_DIR)


def known() -> set[str]:
    counted = {
        f"{one.name}_total" if one.type == "counter" else one.name
        for one in meters.meters().registry.collect()
    }
    return counted | {one.name for one in figures.FIGURES} | {figures.STANDS}


def test_every_figure_is_in_the_table_and_the_reverse() -> None:
    text = (ROOT / "docs/operations.md").read_text().split("## Watching")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `jobops_")]
    assert set(re.findall(r"`(jobops_\w+)`", "".join(rows))) == known()


def test_labels_are_as_the_table_says() -> None:
    text = (ROOT / "docs/operations.md").read_text()
    for one in figures.FIGURES:
        row = next(line for line in text.splitlines() if line.startswith("| ") and one.name in line)
        assert set(one.labels) <= set(re.findall(r"`(\w+)`", row.split("|")[2])), one.name


def test_the_example_rules_name_only_what_is_told() -> None:
    text = (ROOT / "docs/alerts.yml").read_text()
    assert text.count("- alert:") == 5
    assert text.count("expr:") == text.count("summary:") == text.count("for:") == 5
    assert set(re.findall(r"jobops_\w+", text)) <= known()
