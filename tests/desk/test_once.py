"""A form that files an entry is one act, however often it is sent: a lost answer is given again, and says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from parley.node import reading
from tests.desk.cell import Cell, message
from tests.desk.test_hotline_forms import WRITTEN
from tests.desk.test_sending import DISPUTE, call, held, hidden, id_in
from tests.desk.visitor import Visitor

TEMPLATES = Path(__file__).parents[2] / "src" / "parley" / "desk" / "templates" / "desk"
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
# These file no entry, or their row at the desk is what counts once.
OTHERWISE = re.compile(
    r"url '(sign-in|sign-out|language|appearance|unlock|unlock-passkey|attention|shelve|shelve-back|draft-discard"
    r"|choose-role|save-view|forget-view|own-password|end-own-session|waiting-\w+|\w+-emergency|emergency"
    r"|signing-keys|revoke-key|add-person|take-role|give-role|end-session|unlock-person|lock-person|reset-factors"
    r"|new-password|unlink-subject|link-subject|mfa_login_webauthn|information-import)'"
)
AGAIN = "Nothing was sent again; what was changed since is not in it."


def once_of(page: str, action: str) -> str:
    """Return the token in the form of this address."""
    (form,) = [form for form in FORM.findall(page) if f'action="{action}"' in form]
    return re.search(r'name="once" value="([^"]{20,})"', form)[1]  # type: ignore[index]


def kinds(cell: Cell, matter: str) -> list[str]:
    """Return the kinds of the entries of a matter at the desk's node."""
    view = reading.conversation(cell.mechanism.nodes["SY"], matter)
    assert view is not None
    return [entry.kind for entry in view.entries]


def filing_forms() -> Iterator[tuple[str, str]]:
    """Yield every form of every template that may file an entry."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        for form in FORM.findall(path.read_text(encoding="utf-8")):
            if 'method="post"' in form.split(">", 1)[0] and not OTHERWISE.search(form.split("%}")[0] + "%}"):
                yield path.name, form


def test_every_form_that_files_an_entry_has_a_token() -> None:
    """Whoever adds a form writes `{% once %}` into it, or names its address among those that file nothing."""
    bare = [(name, form) for name, form in filing_forms() if "{% once" not in form and 'name="once"' not in form]
    # An act that is signed keeps the token of the form it came from; what is taken up again or begun is only shown, and
    # a note that was just kept at this desk is not kept again.
    shown = ('action="{{ each.form.action }}"', 'name="step" value="begin"', 'action="{{ here }}/keep"')
    assert [name for name, form in bare if name != "sign.html" and not any(each in form for each in shown)] == []


def test_an_answer_that_was_lost_is_given_again(cell: Cell, visitor: Visitor) -> None:
    """Sent twice with one token there is one answer, and the page of the second says as which entry it stands."""
    matter = cell.says("IL", "message_sent", message(asks_answer=True))
    form = {"text": "It is ours.", "lang": "en", "to": "IL,SY,US"}
    form["once"] = once_of(visitor.get(f"/hotline/{matter}").text, f"/hotline/{matter}/answer")
    first = visitor.post(f"/hotline/{matter}/answer", form).location.partition("#")[2]
    again = visitor.post(f"/hotline/{matter}/answer", {**form, "text": "It is ours, we think."})
    assert again.status == 303 and again.location == f"/hotline/{matter}?again={first.replace('/', '%2F')}#{first}"
    assert kinds(cell, matter).count("message_answered") == 1
    page = visitor.get(again.location.partition("#")[0]).text
    assert AGAIN in page and first in page


def test_looking_over_again_is_the_same_act(cell: Cell, visitor: Visitor) -> None:
    """Looked over and sent once more after a lost answer it is one message: the look keeps the token of the form."""
    page = visitor.get("/hotline/new").text
    form = {**WRITTEN, "subject": "Looked over twice", "step": "look", "once": once_of(page, "/hotline/new")}
    answers = [visitor.post("/hotline/new", hidden(visitor.post("/hotline/new", form).text)) for _ in range(2)]
    assert "again=" not in answers[0].location and "again=" in answers[1].location
    rows = reading.conversations(cell.mechanism.nodes["SY"], limit=50)
    assert sum(row.state.get("subject") == "Looked over twice" for row in rows) == 1


def test_what_waits_is_handed_in_once_and_anew_after_its_return(cell: Cell, visitor: Visitor) -> None:
    """Handed in twice it waits once and the page says so; once it was returned the same form waits again."""
    matter, second = call(cell, "Hand me in twice"), cell.visitor("officer-2")
    form = {**DISPUTE, "text": "Handed in twice.", "once": "a-token-of-this-form"}
    first = id_in(visitor.post(f"/hotline/{matter}/settle-call", form))
    again = visitor.post(f"/hotline/{matter}/settle-call", form)
    assert again.location == f"/waiting?again=held#{first}"
    assert "Nothing was handed in again" in visitor.get("/waiting?again=held").text
    assert second.post(f"/waiting/{first}/return", {"why": "Say it better."}).status == 303
    anew = id_in(visitor.post(f"/hotline/{matter}/settle-call", form))
    assert anew != first and "Handed in twice." in held(visitor.get("/waiting").text, "Handed in twice.")
    visitor.post(f"/waiting/{anew}/stop")


def test_a_token_counts_for_one_officer_kind_and_matter(cell: Cell, visitor: Visitor) -> None:
    """Another officer's act, or another act of the same officer, never passes for the first one with its token."""
    matter = cell.says("IL", "message_sent", message(asks_answer=True))
    once = {"once": "one-and-the-same-token", "to": "IL,SY,US"}
    said = {"text": "Said by one.", "lang": "en", "how": "received", **once}
    acts = [(each, "/hotline/new", {**WRITTEN, **once}) for each in (visitor, cell.visitor("officer-2"))]
    acts += [(visitor, f"/hotline/{matter}/{act}", said) for act in ("answer", "acknowledge")]
    for each, address, form in acts:
        answer = each.post(address, form)
        assert answer.status == 303 and "again=" not in answer.location


def test_a_form_that_was_refused_keeps_its_token(visitor: Visitor) -> None:
    """So that an act whose answer was lost, changed into something refused and mended, is still the same act."""
    page = visitor.post("/hotline/new", {**WRITTEN, "to": "SY,XX", "once": "kept-through-the-refusal"}).text
    assert once_of(page, "/hotline/new") == "kept-through-the-refusal"


def test_panels_made_for_many_bear_tokens_of_their_own(cell: Cell, visitor: Visitor) -> None:
    """Two readings of one kept panel carry different tokens, and the pushed text none."""
    from parley.desk.fragments import render_fragments
    from parley.desk.pushed import BY_NAME

    found = [set(re.findall(r'name="once" value="([^"]+)"', visitor.get("/part/opposite").text)) for _ in range(2)]
    assert len(found[0]) == len(found[1]) == 4 and not found[0] & found[1]
    panel = BY_NAME["opposite"]
    text = render_fragments((panel,), panel.audience("duty_officer", language="en"))["opposite"]
    assert text.count('name="once" value=""') == 4
