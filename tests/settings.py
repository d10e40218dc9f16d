"""The one override: cheap hashing, quiet logs, short waits, a data folder of its own per
process.
"""

import os
import sys
import tempfile
from pathlib import Path

# Whoever only reads these settings (a type checker, a command) shares one folder; each test process
# has its own, and tests/conftest.py removes it.
_scratch = Path(tempfile.gettempdir(), "jobops-settings")
if "pytest" in sys.modules:
    _scratch = Path(tempfile.mkdtemp(prefix="jobops-tests-"))
_scratch.mkdir(exist_ok=True)
os.environ["JOBOPS_DATA_DIR"] = str(_scratch)
os.environ.setdefault("LOG_LEVEL", "error")
for name in ("LLM_BASE_URL", "LLM_MODEL", "LLM_API_KEY", "RXRESUME_API_KEY", "JOBOPS_AUTH"):
    os.environ.pop(name, None)

from jobops.settings import *  # noqa: E402, F403
from jobops.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "[::1]"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
(_scratch / "static").mkdir(exist_ok=True)
WAIT_SECONDS = 60
# One after the other, in the thread that holds the transaction of the test.
CRAWL_PLACES = MODEL_PLACES = 1
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A real file: the suite's threads and worker processes share it, as in production.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}
