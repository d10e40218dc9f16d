"""What schemathesis is told about the house: ids that exist, so that requests reach the rows."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.core.parameters import ParameterLocation

SHARE = 0.8
KNOWN = json.loads(Path(os.environ["JOBOPS_FUZZ_ROWS"]).read_text())["known"]
_chosen = random.Random(1)


@schemathesis.hook
def before_call(ctx: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Most addresses name rows there are; what is meant to be wrong stays so."""
    names = case.path_parameters or {}
    wrong = case.meta is not None and case.meta.is_negative_at(ParameterLocation.PATH)
    if not names or wrong or _chosen.random() > SHARE:
        return
    in_job = "job_id" in names
    for name in names:
        fits = [row for row in KNOWN if row[0] == name and (in_job or row[2] is None)]
        if name == "job_id" or not fits:
            continue
        _, names[name], job = _chosen.choice(fits)
        if in_job and job:
            names["job_id"] = job
            in_job = False
    if in_job:
        names["job_id"] = _chosen.choice([row[1] for row in KNOWN if row[0] == "job_id"])
