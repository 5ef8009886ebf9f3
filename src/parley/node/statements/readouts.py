"""The public page of the read-outs beside a released statement: each signatory's own, never put together.

They come when their authors give them, so this page follows from what a node holds. The page of the statement itself
only leads here, and stays the same bytes at every node.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from urllib.parse import quote

from parley.charter.model import Charter
from parley.node.statements.markup import document, exercise_mark, footer, instant_said, name_in, said, tagged
from parley.node.statements.pages import READOUTS, STYLE, languages_of
from parley.tracks.talks.statement_state import OwnReadout, StatementState


def readouts_of(state: StatementState, *, charter: Charter) -> Mapping[str, bytes]:
    """Return the page of the read-outs in each language; none where none were agreed, or the statement is withdrawn."""
    if state.withdrawn is not None or not state.has_readouts:
        return {}
    return {f"{READOUTS}{lang}.html": _page(state, lang, charter=charter).encode() for lang in state.languages}


def _page(state: StatementState, lang: str, *, charter: Charter) -> str:
    say = partial(said, lang)
    title = next(each["title"] for each in state.main.terms["texts"] if each["lang"] == lang)
    nav = (
        f'<nav><a href="../">{escape(say("public.index"))}</a> <a href="{quote(lang)}.html">{escape(title)}</a> '
        f"{languages_of(state, READOUTS)}</nav>"
    )
    heading = say("public.readouts")
    inner = (
        f"{nav}{exercise_mark(charter, [lang])}<h1>{escape(heading)}</h1><p>{escape(title)}</p>"
        f'<p><small>{escape(say("public.readouts_are"))}</small></p>'
    )
    all_of_them = "".join(_signatory(state, code, lang, charter=charter) for code in state.main.needed)
    return document(lang, f"{heading} – {title}", f"{inner}{all_of_them}{footer([lang])}", style=f"../{STYLE}")


def _signatory(state: StatementState, code: str, lang: str, *, charter: Charter) -> str:
    name, given = name_in(charter, code, lang), state.readout_of(code)
    told = f"<p>{escape(said(lang, 'public.readout_none'))}</p>" if given is None else _words(given, lang)
    return f"<section><h2>{escape(name)}</h2>{told}</section>"


def _words(given: OwnReadout, lang: str) -> str:
    """Return a read-out in the language of the page; in those in which it was given where it has not that one."""
    own = [each for each in given.texts if each["lang"] == lang] or list(given.texts)
    texts = "".join(
        tagged(each["lang"], "article", "".join(f"<p>{escape(one)}</p>" for one in each["text"].split("\n\n")))
        for each in own
    )
    when = escape(said(lang, "public.readout_given", when=instant_said(given.at_ms)))
    return f"<p><small>{when} <code>{escape(given.entry)}</code></small></p>{texts}"
