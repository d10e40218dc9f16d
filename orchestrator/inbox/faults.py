"""What the log says of a mail that broke: where it happened. What an exception says may be words of
the mail, so that is left out.
"""

from __future__ import annotations

import logging
import traceback
from uuid import UUID

logger = logging.getLogger(__name__)


def say(what: str, error: Exception, **ids: UUID) -> None:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
    told = {name: str(pk) for name, pk in ids.items()}
    logger.error(what, extra={"meta": {**told, "type": type(error).__name__, "place": place}})
