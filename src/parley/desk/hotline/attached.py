"""Attachments on their way in (from a form to a file that the node seals) and on their way out."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.cell import node
from parley.node.drafts import AttachmentDraft
from parley.node.unsealing import open_attached

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,58}")


@contextmanager
def attachments_of(request: HttpRequest) -> Iterator[tuple[AttachmentDraft, ...]]:
    """Give the files of a form as drafts of attachments, for as long as the block runs; then they are deleted."""
    files = request.FILES.getlist("attachments")
    if not files:
        yield ()
        return
    with tempfile.TemporaryDirectory(prefix="parley-desk-") as folder:
        drafts = []
        for place, file in enumerate(files):
            path = Path(folder) / str(place)
            with path.open("wb") as target:
                for chunk in file.chunks():
                    target.write(chunk)
            drafts.append(AttachmentDraft(_name(file.name), _media_type(file.content_type), path))
        yield tuple(drafts)


def _name(said: str | None) -> str:
    """Return the last part of a file's name, on one line and not too long."""
    last = re.split(r"[\\/]", said or "")[-1]
    return re.sub(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]", "", last).strip()[-200:] or "file"


def _media_type(said: str | None) -> str:
    # What a browser says of a file is believed only in form; whoever opens it gets it as a download.
    return said if said and _MEDIA_TYPE.fullmatch(said) else "application/octet-stream"


@never_cache
@require_GET
def attachment(request: HttpRequest, member: str, number: int, place: int) -> HttpResponseBase:
    """Give one attachment as a download; 404 where it is not here, not all of it yet, or not for this member.

    Never shown within the page: what the other side sends is a file to be saved and looked at elsewhere.
    """
    found = open_attached(f"{member}/{number}", place=place, node=node())
    if found is None:
        raise Http404
    answer = StreamingHttpResponse(found.chunks, content_type="application/octet-stream")
    answer["Content-Length"] = str(found.size)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name) or "attachment"
    return answer
