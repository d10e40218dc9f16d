from __future__ import annotations

import time
from uuid import RFC_4122

from jobops.lib.ids import time_ordered


def test_ids_of_one_process_rise_and_never_repeat() -> None:
    made = [time_ordered() for _ in range(10_000)]
    assert made == sorted(set(made))


def test_an_id_is_a_version_7_uuid_of_this_moment() -> None:
    made = time_ordered()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert abs((made.int >> 80) / 1000 - time.time()) < 5
