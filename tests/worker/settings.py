"""The real settings over the database and the folder of the test that starts the worker."""

import os

from jobops.settings import *  # noqa: F403
from jobops.settings import DATABASES

if "JOBOPS_TEST_DATABASE" in os.environ:
    DATABASES["default"]["NAME"] = os.environ["JOBOPS_TEST_DATABASE"]
