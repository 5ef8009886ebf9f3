"""The token of a form that files an entry, made when the form is shown: sent again, it is the same act and not another.

A form carries it in the field `once`. One that was refused keeps its own, so that it is still the same act when it is
mended; a panel that is the same for many gets its tokens where it is given to one.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString

from parley.node.drafts import Draft
from parley.node.repeats import LONGEST_TOKEN, with_token

EMPTY = '<input type="hidden" name="once" value="">'
AGAIN = re.compile(r"held|[A-Z][A-Z0-9-]{0,31}/[0-9]{1,15}")


def field_of(context: Mapping[str, Any], form: str = "") -> SafeString:
    """Return the field for a form; empty in a panel that is made for many.

    `form` is its name on a page with several: that of the one refused keeps what it was sent with.
    """
    request = context.get("request")
    if request is None:
        return SafeString(EMPTY)
    is_refused = request.method == "POST" and context.get("refused") and context.get("open_form", "") == form
    kept = request.POST.get("once", "") if is_refused else ""
    return format_html('<input type="hidden" name="once" value="{}">', kept or new_token())


def filled(text: str) -> str:
    """Return the text of a panel with a token of its own in each form that wants one."""
    return re.sub(re.escape(EMPTY), lambda _: EMPTY.replace('value=""', f'value="{new_token()}"'), text)


def new_token() -> str:
    """Return a token that nobody else has."""
    return secrets.token_urlsafe(24)


def as_once(draft: Draft, token: str) -> Draft:
    """Return the draft with the token of its form.

    It counts for this officer, kind and matter alone: nobody's act may pass for another's, whatever a browser sends.
    """
    if not 0 < len(token) <= LONGEST_TOKEN:
        return draft
    told = "\n".join((str(draft.officer), draft.kind, draft.matter or "", token))
    return with_token(draft, sha256(told.encode()).hexdigest())


def said_again(address: str, entry: str) -> str:
    """Return an address at which the page says that an act had been sent before, as this entry or, "held", here."""
    path, mark, place = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'again': entry})}{mark}{place}"
