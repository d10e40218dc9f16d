"""One more piece of a reply, as one statement.

Each reply that is being written runs it seven times a second; putting it together anew each time
cost four times as much as the database needs for it.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.db import connection

from tailoring.models import ChatMessage, ChatRun


def add(run: ChatRun, text: str, *, at: datetime) -> bool:
    """False when `run` is over or not held under its token any more."""
    message, held = ChatMessage._meta, ChatRun._meta
    values = (
        message.get_field("content").get_db_prep_value(text, connection),
        message.get_field("updated_at").get_db_prep_value(at, connection),
        message.pk.get_db_prep_value(run.message_id, connection),
        held.pk.get_db_prep_value(run.pk, connection),
        held.get_field("lease_token").get_db_prep_value(run.lease_token, connection),
    )
    with connection.cursor() as cursor:
        cursor.execute(_statement(), values)
        return bool(cursor.rowcount)


@cache
def _statement() -> str:
    # The message's own status is asked for too: a row's condition is looked at again after a wait
    # for its lock, another table's is not.
    return (
        f"UPDATE {ChatMessage._meta.db_table} SET content = content || %s, updated_at = %s"
        " WHERE id = %s AND status = 'partial' AND EXISTS (SELECT 1"
        f" FROM {ChatRun._meta.db_table} WHERE id = %s AND status = 'running' AND lease_token = %s)"
    )
