"""Pages, fragments and JSON in a tenth of their bytes. What lies in files is packed beforehand;
streams and downloads go out as they are.

Somebody who measures lengths (BREACH) learns no token: Django masks it anew in each answer, and a
packed answer has a random length besides.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

KINDS = ("text/html", "application/json")


class Squeezed(GZipMiddleware):
    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith(KINDS):
            return response
        return super().process_response(request, response)
