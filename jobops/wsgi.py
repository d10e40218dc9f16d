"""The one server interface, for pages and streams alike."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobops.settings")
application = get_wsgi_application()
