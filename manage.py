#!/usr/bin/env python3
"""Django's command line for JobOps."""

import os
import sys
from uuid import uuid4

from django.core.management import execute_from_command_line

from jobops import logs

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobops.settings")
    with logs.bind(requestId=f"cmd-{uuid4()}"):
        execute_from_command_line(sys.argv)
