"""Compresses what the desk answers: pages each time, files of the desk once, for their address names their contents.

Only text is compressed. A page ends with a random number of bytes in its header, so that its length tells a
listener nothing about a secret in it; form tokens are masked anew in each page besides.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

LEAST = 600
RANDOM_BYTES = 100
# Nothing, a part of a file, and what the browser has already. A refusal is a page like others.
BODILESS = (204, 206, 304)
TEXTS = ("text/html", "text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml")

_files: dict[str, bytes] = {}


def compressing(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return the middleware; it stands before all others."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_text = response.headers.get("Content-Type", "").partition(";")[0] in TEXTS
        if not is_text or response.status_code in BODILESS or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return response
        if request.path.startswith(settings.STATIC_URL):
            return _file(request, response)
        if isinstance(response, HttpResponse) and len(response.content) >= LEAST:
            response.content = compress_string(response.content, max_random_bytes=RANDOM_BYTES)
            _mark(response, length=len(response.content))
        return response

    return answer


def _file(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if request.method != "GET" or not isinstance(response, FileResponse):
        return response
    if request.path not in _files:
        _files[request.path] = gzip.compress(b"".join(response), 9, mtime=0)
    packed = HttpResponse(_files[request.path])
    for name, said in response.headers.items():
        packed.headers[name] = said
    # A part of a compressed file would be a part of something else; whoever asks for one gets it plain.
    del packed.headers["Accept-Ranges"]
    response.close()
    _mark(packed, length=len(packed.content))
    return packed


def _mark(response: HttpResponse, *, length: int) -> None:
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(length)
    if etag := response.headers.get("ETag"):
        response.headers["ETag"] = etag if etag.startswith("W/") else f"W/{etag}"
