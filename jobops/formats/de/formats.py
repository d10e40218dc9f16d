"""Numbers as in English: what Django puts into a page by itself may stand in an address, a drawing
or a style, where a comma breaks it; words in a sentence go through our own filters. The day is
German: letters print it.
"""

from __future__ import annotations

from django.conf.locale.de import formats
from django.conf.locale.en_GB.formats import *  # noqa: F403

DATE_FORMAT = formats.DATE_FORMAT
