"""The public pages of released statements: plain HTML in each language, with no script, no cookie and no session.

What a page says follows from the statement alone, so every node that releases it shows the same bytes. The receipt
beside it may differ: others may have cosigned more meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from html import escape
from urllib.parse import quote

from parley.charter.model import Charter
from parley.node.statements.markup import document, exercise_mark, footer, instant_said, name_in, said, tagged
from parley.tracks.talks.statement_entries import ON_BEHALF
from parley.tracks.talks.statement_state import StatementState

STYLE, INDEX, RECEIPT, READOUTS = "statement.css", "index.html", "receipt.json", "readouts."
# So many released statements stand on one page of the list; what is older stands on the next.
MOST_ON_PAGE = 200
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
    say = {lang: partial(said, lang) for lang in state.languages}
    pages = {f"{lang}.html": _page(state, lang, say[lang], charter=charter).encode() for lang in state.languages}
    pages[INDEX] = pages[f"{state.languages[0]}.html"]
    if state.withdrawn is not None:
        return pages
    return {**pages, **{f"{lang}.txt": state.bytes_of(lang) for lang in state.languages}}


def indexes_of(states: Iterable[StatementState], *, charter: Charter) -> dict[str, bytes]:
    """Return the list of what was released by file, the newest first: "index.html", then "index-2.html" and so on."""
    ordered = sorted(states, key=lambda each: (-each.release_s, each.opening.id))
    pages = [ordered[at : at + MOST_ON_PAGE] for at in range(0, len(ordered), MOST_ON_PAGE)] or [[]]
    return {
        index_name(number): _index(page, number, last=len(pages), charter=charter)
        for number, page in enumerate(pages, start=1)
    }


def index_name(number: int) -> str:
    """Return the file of a page of the list; the first is "index.html"."""
    return INDEX if number == 1 else f"index-{number}.html"


def _index(states: Iterable[StatementState], number: int, *, last: int, charter: Charter) -> bytes:
    rows = "".join(_row(state) for state in states)
    ways = [("public.newer", number - 1)] * (number > 1) + [("public.older", number + 1)] * (number < last)
    beside = "".join(
        tagged(lang, "p", f'<a href="{index_name(to)}">{escape(said(lang, code))}</a>')
        for code, to in ways for lang in charter.languages
    )  # fmt: skip
    titles = " · ".join(tagged(lang, "span", escape(said(lang, "public.index"))) for lang in charter.languages)
    first = charter.languages[0]
    none = "".join(tagged(lang, "p", escape(said(lang, "public.none"))) for lang in charter.languages)
    nav = f"<nav>{beside}</nav>" if beside else ""
    body = f"<h1>{titles}</h1>{exercise_mark(charter, charter.languages)}{rows or none}{nav}{footer(charter.languages)}"
    return document(first, said(first, "public.index"), body, style=STYLE).encode()


def _row(state: StatementState) -> str:
    links = "".join(
        f'<li>{tagged(each["lang"], "span", _link(state, each["lang"], each["title"]))}</li>'
        for each in state.main.terms["texts"]
    )
    return f"<section><p><code>{instant_said(state.release_s * 1000)}</code></p><ul>{links}</ul></section>"


def _link(state: StatementState, lang: str, title: str) -> str:
    return f'<a href="{quote(address_of(state))}/{quote(lang)}.html">{escape(title)}</a>'


def _page(state: StatementState, lang: str, say: partial[str], *, charter: Charter) -> str:
    one = next(each for each in state.main.terms["texts"] if each["lang"] == lang)
    head = (
        f'<nav><a href="../">{escape(say("public.index"))}</a> {languages_of(state, "")}</nav>'
        f"{exercise_mark(charter, [lang])}"
    )
    title = f"<h1>{escape(one['title'])}</h1>"
    if state.withdrawn is not None:
        inner = head + title + _withdrawn(state, lang, say, charter=charter)
    else:
        text = "".join(f"<p>{escape(each)}</p>" for each in one["text"].split("\n\n"))
        share = f"mailto:?subject={quote(one['title'])}&amp;body={quote('SHA-256 ' + state.digests[lang])}"
        inner = (
            f"{head}<article>{title}<p><small>{_when(state, say)}</small></p>{text}</article>"
            f"{_signers(state, lang, say, charter=charter)}{_beside(state, lang, say)}"
            f"{_files(state, lang, say, share=share)}"
        )
    return document(lang, one["title"], f"{inner}{footer([lang])}", style=f"../{STYLE}")


def languages_of(state: StatementState, before: str) -> str:
    """Return the links to a page in each language; `before` is how the names of its files begin."""
    return "".join(
        f'<a href="{before}{quote(each)}.html" lang="{escape(each)}">{escape(said(each, "public.language"))}</a>'
        for each in state.languages
    )


def _beside(state: StatementState, lang: str, say: partial[str]) -> str:
    """Return where the read-outs stand: always the same words, since each node comes to know of them when it does."""
    if not state.has_readouts:
        return ""
    link = f'<a href="{READOUTS}{quote(lang)}.html">{escape(say("public.readouts"))}</a>'
    return f'<aside><p>{link}</p><p><small>{escape(say("public.readouts_are"))}</small></p></aside>'


def _when(state: StatementState, say: partial[str]) -> str:
    place = state.main.terms.get("place")
    told = escape(say("public.released", when=instant_said(state.release_s * 1000)))
    return f"<bdi>{escape(str(place))}</bdi>, {told}" if place else told


def _withdrawn(state: StatementState, lang: str, say: partial[str], *, charter: Charter) -> str:
    withdrawn = state.withdrawn
    assert withdrawn is not None  # asked before
    name = name_in(charter, withdrawn.member, lang)
    told = say("public.withdrawn", member=name, when=instant_said(withdrawn.at_ms))
    return f'<p class="withdrawn">{escape(told)}</p>'


def _signers(state: StatementState, lang: str, say: partial[str], *, charter: Charter) -> str:
    names = {code: name_in(charter, code, lang) for code in state.main.needed}
    spoken_by = state.main.terms.get("spoken_by")
    is_one = state.main.terms["attribution"] == ON_BEHALF and spoken_by
    how = say("public.on_behalf", member=names[str(spoken_by)]) if is_one else say("public.jointly")
    rows = "".join(
        f"<tr><th scope=\"row\">{escape(names[each.member])}</th><td><code>{instant_said(each.at_ms)}</code></td>"
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
