"""The plainest way out for an adapter: real requests to a stub that stands for every host.

http = PlainHttp(server.url)            # https://host/path goes to <stub>/host/path
list(lever.fetch(Query(board="acme"), http))
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from orchestrator.sources.base import Answer, SourceError

KINDS = {401: "refused", 403: "refused", 404: "not_found", 410: "not_found", 429: "rate_limited"}
OPENER = build_opener(ProxyHandler({}))


class PlainHttp:
    def __init__(self, stub: str) -> None:
        self.stub = stub

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        mark = "&" if "?" in url else "?"
        query = f"{mark}{urlencode(params)}" if params else ""
        return self._answer(Request(self._there(url) + query, headers=dict(headers or {})), url)

    def post(self, url: str, *, body: object) -> Answer:
        headers = {"Content-Type": "application/json"}
        data = json.dumps(body).encode()
        return self._answer(Request(self._there(url), data=data, headers=headers), url)

    def _there(self, url: str) -> str:
        assert url.startswith("https://"), f"{url} is not asked over https"
        return f"{self.stub}/{url.removeprefix('https://')}"

    def _answer(self, request: Request, url: str) -> Answer:
        try:
            with OPENER.open(request, timeout=5) as reply:
                headers = {name.lower(): value for name, value in reply.headers.items()}
                return Answer(body=reply.read(), headers=headers, url=url)
        except HTTPError as error:
            error.close()
            raise SourceError(KINDS.get(error.code, "unreachable")) from None
        except URLError:
            raise SourceError("unreachable") from None
