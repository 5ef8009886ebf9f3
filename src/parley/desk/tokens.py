"""Puts the token of a session, and one of their own, into forms that were rendered for nobody in particular."""

from __future__ import annotations

import re

from django.utils.html import format_html

from parley.desk.once import filled

FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>')


def has_form(text: str) -> bool:
    """Return whether a text holds a form that wants a token."""
    return FORM.search(text) is not None


def with_tokens(text: str, *, token: str) -> str:
    """Return the text, each form that is posted with the token as its first field, and with one of its own."""
    hidden = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    return filled(FORM.sub(lambda form: form[0] + hidden, text))
