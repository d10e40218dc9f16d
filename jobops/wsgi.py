"""The one server interface, for pages and streams alike."""

import os

from django.core.wsgi import get_wsgi_application

from jobops.web.whole import whole

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobops.settings")
application = whole(get_wsgi_application())
