"""Forms of talks that were changed on their way, and hostile words in them: refused with a clause, shown harmlessly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.desk.cell import Cell
from tests.desk.committing import agreement, obligation
from tests.desk.in_role import in_role
from tests.desk.talking import agenda, opened, proposed, says, sits
from tests.desk.tampering import standing
from tests.desk.test_hostile_words import FIELD, INVISIBLE, TURNED
from tests.desk.visitor import Visitor

ALL = "SY,IL,US"
NOWHERE = ("", "US/999999", "SY/\u0661", "<b>\x00" * 900)


@pytest.fixture
def delegate(cell: Cell) -> Iterator[Visitor]:
    """A visitor in the role of a delegate."""
    with in_role(cell, "delegate") as visitor:
        yield visitor


def test_what_a_page_did_not_offer_is_refused_and_nothing_is_filed(cell: Cell, delegate: Visitor) -> None:
    """Entries of nowhere, others as addressees, figures that are none, digests of other texts, acts that are none."""
    matter, file = proposed(cell, by="SY"), opened(cell, by="SY", lead="SY")
    sitting = sits(cell, matter)
    decision = says(cell, "SY", "decision_proposed", {
        "subject": "EXERCISE", "texts": [{"lang": "en", "text": "EXERCISE."}], "signatories": ["IL", "SY"],
    }, matter=matter)  # fmt: skip
    words: dict[str, Any] = {"text": "EXERCISE", "lang": "en"}
    spoken = {**words, "speaker": "SY", "speaker_role": "observer"}
    forms: list[tuple[str, dict[str, Any]]] = []
    for of in (*NOWHERE, matter):
        forms += [("remark", {**spoken, "of": of}), ("sign", {"of": of, "digest": "0" * 64}),
                  ("reserve", {**words, "of": of}), ("end", {"of": of, "ends": "2026-03-01 10:42Z"}),
                  ("attend", {"of": of or "-", "n.observer": "1"}), ("decline", {"of": of, "why": "EXERCISE"}),
                  ("withdraw", {"of": of, "why": "EXERCISE"}), ("lift", {"of": of})]  # fmt: skip
    forms += [("sign", {"of": decision, "digest": each}) for each in ("", "0" * 64, "x" * 64)]
    forms += [("delegation", {"n.observer": each}) for each in ("-1", "0", "9" * 5000, "1e3", "\u0661x")]
    forms += [("remark", {**spoken, "of": sitting, "speaker_role": each}) for each in ("", "king", "x" * 5000)]
    forms += [("decide", {"subject": "EXERCISE", "text_en": "x", "signatory": each}) for each in ("", "XX", "x" * 900)]
    forms += [("decide", {"subject": "EXERCISE", "text_en": "x", "signatory": "SY", "file": file}), ("pack", {})]
    forms += [("answer", {"how": "perhaps"}), ("agenda", {}), ("readout", {"of": matter}), ("nothing", {}), ("sit", {})]
    of_files = [("agree", {"decision": each}) for each in ("", "|", f"{matter}|{decision}", "x|y|z", f"{file}|{file}")]
    of_files += [("disclose", {"of": each}) for each in (*NOWHERE, file)] + [("gates", {"gate-1": "x|y", "why": "x"})]
    of_files += [("reserve", {**words, "text": ""}), ("note", {**words, "lang": "fr"}), ("reopen", {"why": "x"})]
    before, wrong = standing(cell), []
    for at, acts in ((f"/talks/{matter}", forms), (f"/talks/files/{file}", of_files)):
        for act, fields in acts:
            answer = delegate.post(f"{at}/{act}", {"to": ALL, **fields})
            if answer.status not in (404, 422):
                wrong.append(f"{act} {str(fields)[:200]}: {answer.status}")
    for to in ("SY,US", "IL,SY,XX", "x" * 5000):
        for address, fields in (("reserve", words), ("aside", {"why": "x"})):
            answer = delegate.post(f"/talks/files/{file}/{address}", {**fields, "to": to})
            wrong += [] if answer.status == 422 else [f"{address} {to[:20]}: {answer.status}"]
    assert (wrong, standing(cell)) == ([], before)


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_no_page_of_talks_passes_a_hidden_character_on(cell: Cell, delegate: Visitor, language: str) -> None:
    """Words of people on lists, pages and forms, in options too, are shown with signs."""
    turned = TURNED[:60]
    instrument = agreement(cell, obligation("phase1", by="D+30", what=turned))
    file = opened(cell, by="IL", subject=turned, text=TURNED, gates=[{"instrument": instrument, "step": "phase1"}])
    free = opened(cell, by="IL", subject=turned)
    matter = proposed(cell, by="IL", subject=turned, place=turned, host_name=turned, text=TURNED)
    agenda(cell, matter, file, free)
    sitting = sits(cell, matter)
    words = {"text": TURNED, "lang": "en"}
    by = {"speaker": {"member": "IL", "role": "observer"}}
    says(cell, "IL", "remark_made", {**words, **by, "of": sitting}, matter=matter)
    texts = [{"lang": "en", "text": TURNED}]
    terms = {"subject": turned, "texts": texts, "signatories": ["IL", "SY"]}
    decision = says(cell, "IL", "decision_proposed", terms, matter=matter)
    says(cell, "IL", "decision_reserved", {**words, "of": decision}, matter=matter)
    says(cell, "IL", "national_readout_given", {"of": matter, "texts": texts}, matter=matter)
    delegate.speak(language)
    for path in ("/talks", "/talks/files", f"/talks/{matter}", f"/talks/files/{file}", "/talks/files/new", "/calendar",
                 f"/hotline/{matter}"):  # fmt: skip
        answer = delegate.get(path)
        assert answer.status in (200, 302, 303), path
        hidden = [line for line in FIELD.sub("", answer.text).splitlines() if INVISIBLE.search(line)]
        assert hidden == [] and "<script>alert" not in answer.text, path
