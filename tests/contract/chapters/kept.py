"""Everything that hands out or takes in a file, while the store of files does not answer."""

from __future__ import annotations

from tests.contract.chapters.jobs import JOB
from tests.contract.table import GOOD, case
from tests.contract.world import Call, World
from tests.outside import bucket

BYTES = (
    f"{JOB}/pdf",
    f"{JOB}/documents/{{document_id}}/content",
    f"{JOB}/chat/messages/{{message_id}}/attachments/{{attachment_id}}",
    f"{JOB}/cover-letters/{{letter_id}}/pdf",
)
PLACES = (
    *((method, path) for path in BYTES for method in ("GET", "HEAD")),
    ("GET", "/api/export/{export_id}.zip"),
    ("GET", f"{JOB}/packet.zip"),
    ("POST", f"{JOB}/pdf"),
    ("POST", f"{JOB}/documents"),
)

for method, path in PLACES:

    @case(method, path, 503)
    def _(world: World, method: str = method, path: str = path) -> Call:
        call = GOOD[method, path](world)
        bucket.use(world.settings, endpoint=bucket.nobody())
        return call
