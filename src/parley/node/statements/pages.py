"""The public pages of released statements: plain HTML in each language, with no script, no cookie and no session.

What a page says follows from the statement alone, so every node that releases it shows the same bytes. The receipt
beside it may differ: others may have cosigned more meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from html import escape
from urllib.parse import quote

from parley.charter.model import Charter
from parley.texts import LANGUAGES, sentence
from parley.tracks.talks.statement_entries import ON_BEHALF
from parley.tracks.talks.statement_receipt import PREJUDICE
from parley.tracks.talks.statement_state import StatementState

STYLE, INDEX, RECEIPT = "statement.css", "index.html", "receipt.json"
RTL = frozenset({"ar", "he", "fa", "ur", "yi"})
CSS = b"""\
:root { color-scheme: light dark; }
body { max-inline-size: 42rem; margin: 2rem auto; padding-inline: 1rem; font: 1.05rem/1.6 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.3; }
article p { white-space: pre-line; overflow-wrap: anywhere; }
nav a, .files a { margin-inline-end: 1rem; display: inline-block; }
table { border-collapse: collapse; inline-size: 100%; font-size: .92rem; }
th, td { border-block-end: 1px solid; padding: .35rem .5rem; text-align: start; vertical-align: top; }
code { overflow-wrap: anywhere; direction: ltr; unicode-bidi: isolate; }
.exercise, .withdrawn { border: 2px solid; padding: .4rem .8rem; font-weight: bold; }
footer { border-block-start: 1px solid; margin-block-start: 2rem; font-size: .85rem; }
@media print { nav, .files { display: none; } body { margin: 0; max-inline-size: none; } }
"""


def address_of(state: StatementState) -> str:
    """Return the folder of a statement below the public address: "US-12"."""
    return state.opening.id.replace("/", "-")


def files_of(state: StatementState, *, charter: Charter) -> Mapping[str, bytes]:
    """Return the files of a released statement but its receipt: a page and the signed bytes in each language.

    Of one that was withdrawn, which a release had not read, there is only the page that says so.
    """
    say = {lang: partial(_said, lang) for lang in state.languages}
    pages = {f"{lang}.html": _page(state, lang, say[lang], charter=charter).encode() for lang in state.languages}
    pages[INDEX] = pages[f"{state.languages[0]}.html"]
    if state.withdrawn is not None:
        return pages
    return {**pages, **{f"{lang}.txt": state.bytes_of(lang) for lang in state.languages}}


def index_of(states: Iterable[StatementState], *, charter: Charter) -> bytes:
    """Return the list of what was released, the newest first, each in every language."""
    rows = "".join(_row(state) for state in sorted(states, key=lambda each: (-each.release_s, each.opening.id)))
    titles = " · ".join(_tagged(lang, "span", escape(_said(lang, "public.index"))) for lang in charter.languages)
    first = charter.languages[0]
    none = "".join(_tagged(lang, "p", escape(_said(lang, "public.none"))) for lang in charter.languages)
    body = f"<h1>{titles}</h1>{_exercise(charter, charter.languages)}{rows or none}{_footer(charter.languages)}"
    return _document(first, _said(first, "public.index"), body, style=STYLE).encode()


def _said(lang: str, code: str, **figures: str) -> str:
    return sentence(code, language=lang if lang in LANGUAGES else "en", data=figures)


def _direction(lang: str) -> str:
    return "rtl" if lang.partition("-")[0] in RTL else "ltr"


def _tagged(lang: str, tag: str, inner: str) -> str:
    return f'<{tag} lang="{escape(lang)}" dir="{_direction(lang)}">{inner}</{tag}>'


def _document(lang: str, title: str, body: str, *, style: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(lang)}" dir="{_direction(lang)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="{style}"></head>\n<body>{body}</body></html>\n'
    )


def _instant(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, tz=UTC).strftime("%Y-%m-%d %H:%M") + "Z"


def _row(state: StatementState) -> str:
    links = "".join(
        f'<li>{_tagged(each["lang"], "span", _link(state, each["lang"], each["title"]))}</li>'
        for each in state.main.terms["texts"]
    )
    return f"<section><p><code>{_instant(state.release_s * 1000)}</code></p><ul>{links}</ul></section>"


def _link(state: StatementState, lang: str, title: str) -> str:
    return f'<a href="{quote(address_of(state))}/{quote(lang)}.html">{escape(title)}</a>'


def _exercise(charter: Charter, langs: Iterable[str]) -> str:
    if not charter.mechanism.exercise:
        return ""
    return "".join(_tagged(lang, "p", escape(_said(lang, "public.exercise"))).replace("<p ", '<p class="exercise" ')
                   for lang in langs)  # fmt: skip


def _footer(langs: Iterable[str]) -> str:
    said = "".join(_tagged(lang, "p", escape(_said(lang, "record.without_prejudice"))) for lang in langs)
    return f"<footer>{said}</footer>"


def _page(state: StatementState, lang: str, say: partial[str], *, charter: Charter) -> str:
    one = next(each for each in state.main.terms["texts"] if each["lang"] == lang)
    languages = "".join(
        f'<a href="{quote(each)}.html" lang="{escape(each)}">{escape(_said(each, "public.language"))}</a>'
        for each in state.languages
    )
    head = f'<nav><a href="../">{escape(say("public.index"))}</a> {languages}</nav>{_exercise(charter, [lang])}'
    title = f"<h1>{escape(one['title'])}</h1>"
    if state.withdrawn is not None:
        inner = head + title + _withdrawn(state, lang, say, charter=charter)
    else:
        text = "".join(f"<p>{escape(each)}</p>" for each in one["text"].split("\n\n"))
        share = f"mailto:?subject={quote(one['title'])}&amp;body={quote('SHA-256 ' + state.digests[lang])}"
        inner = (
            f"{head}<article>{title}<p><small>{_when(state, say)}</small></p>{text}</article>"
            f"{_signers(state, lang, say, charter=charter)}{_files(state, lang, say, share=share)}"
        )
    return _document(lang, one["title"], f"{inner}{_footer([lang])}", style=f"../{STYLE}")


def _when(state: StatementState, say: partial[str]) -> str:
    place = state.main.terms.get("place")
    told = escape(say("public.released", when=_instant(state.release_s * 1000)))
    return f"{escape(str(place))}, {told}" if place else told


def _withdrawn(state: StatementState, lang: str, say: partial[str], *, charter: Charter) -> str:
    withdrawn = state.withdrawn
    assert withdrawn is not None  # asked before
    name = charter.member(withdrawn.member).names.get(lang, withdrawn.member)
    said = say("public.withdrawn", member=name, when=_instant(withdrawn.at_ms))
    return f'<p class="withdrawn">{escape(said)}</p>'


def _signers(state: StatementState, lang: str, say: partial[str], *, charter: Charter) -> str:
    names = {code: charter.member(code).names.get(lang, code) for code in state.main.needed}
    spoken_by = state.main.terms.get("spoken_by")
    is_one = state.main.terms["attribution"] == ON_BEHALF and spoken_by
    how = say("public.on_behalf", member=names[str(spoken_by)]) if is_one else say("public.jointly")
    rows = "".join(
        f"<tr><th scope=\"row\">{escape(names[each.member])}</th><td><code>{_instant(each.at_ms)}</code></td>"
        f"<td><code>{escape(each.entry)}</code></td></tr>"
        for each in state.main.signatures
    )
    return f"<section><h2>{escape(say('public.signed'))}</h2><p>{escape(how)}</p><table>{rows}</table></section>"


def _files(state: StatementState, lang: str, say: partial[str], *, share: str) -> str:
    digests = "".join(
        f"<tr><th scope=\"row\"><a href=\"{quote(each)}.txt\" download>{escape(each)}.txt</a></th>"
        f"<td><code>{digest}</code></td></tr>"
        for each, digest in state.digests.items()
    )
    links = (
        f'<a href="{RECEIPT}" download>{escape(say("public.receipt"))}</a>'
        f'<a href="{quote(lang)}.txt" download>{escape(say("public.text"))}</a><a href="{share}">'
        f"{escape(say('public.share'))}</a>"
    )
    return (
        f'<section class="files"><h2>{escape(say("public.check"))}</h2><p>{escape(say("public.how"))}</p>'
        f"<table>{digests}</table><p>{links}</p></section>"
    )


__all__ = ["CSS", "INDEX", "PREJUDICE", "RECEIPT", "STYLE", "address_of", "files_of", "index_of"]
