"""What the tests of restoring share: a process over a folder, on a database like the suite's."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from tests.commands.house import ROOT, House

POSTGRES = "postgresql" in settings.DATABASES["default"]["ENGINE"]


def python(house: House, module: str, *arguments: str, env: Mapping[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, env=house.env(env), text=True,
        capture_output=True, timeout=250, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout) or {}
