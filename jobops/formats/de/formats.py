"""As in English. What Django puts into a page by itself may stand in an address, a drawing or a
style, where a comma breaks it; words in a sentence go through our own filters.
"""

from __future__ import annotations

from django.conf.locale.en_GB.formats import *  # noqa: F403
