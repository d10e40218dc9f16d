"""Every process of the demo lives on the day of the pictures, so that dates and ages come out the
same whenever they are taken. Python imports this by itself where its folder is on the path.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from django.utils import timezone

_now, _shift = timezone.now, timedelta(seconds=float(os.environ["JOBOPS_PICTURES_SHIFT"]))


def shifted() -> datetime:
    return _now() + _shift


timezone.now = shifted
