from __future__ import annotations

import psycopg
import pytest

from tests.house import postgres


@pytest.mark.skipif(postgres.programs() is None, reason=postgres.MISSING)
def test_a_cluster_is_there_for_as_long_as_it_is_used():
    # Takes a few seconds: initdb writes a whole server.
    with postgres.cluster() as url, psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=1)
