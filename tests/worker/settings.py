"""The real settings over the database and the folder of the test that starts the worker."""

import os

from jobops.settings import *  # noqa: F403
from jobops.settings import DATABASES, Q_CLUSTER

if "JOBOPS_TEST_DATABASE" in os.environ:
    DATABASES["default"]["NAME"] = os.environ["JOBOPS_TEST_DATABASE"]
if "JOBOPS_TEST_TASK_SECONDS" in os.environ:
    Q_CLUSTER = {**Q_CLUSTER, "timeout": int(os.environ["JOBOPS_TEST_TASK_SECONDS"])}
