"""What each addressee will see of something that is marked, before it is released; and what stays here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parley.desk.frame import LANGUAGES_SHOWN
from parley.desk.information.showing import given_shown, grade_said, marking_shown
from parley.desk.information.words import purpose_word, tlp_label, use_said

if TYPE_CHECKING:
    from parley.desk.frame import Frame
    from parley.node.drafts import Draft

MARKED = ("report_given", "assessment_proposed")
_NAMES = {code: name for code, name, _ in LANGUAGES_SHOWN}


@dataclass(frozen=True, slots=True)
class AddresseeShown:
    """An addressee: the marking and the facts as it reads them, the words as signed, the marking in each language.

    `onward` are those to whom it may pass it on beyond who reads it anyway.
    """

    name: str
    label: str
    level: str
    means: str
    grade: str
    until: str
    onward: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    marked: tuple[tuple[str, str, str, str], ...]


def addressees_shown(draft: Draft, frame: Frame) -> Iterator[AddresseeShown]:
    """Yield what each other addressee would read of a draft that is marked; nothing of any other."""
    if draft.kind not in MARKED:
        return
    charter, own, terms = frame.node.charter(), frame.node.member, draft.content
    marking = marking_shown(terms, language=frame.language, names=frame.name_of)
    texts = terms.get("texts") or [{"lang": terms.get("lang", ""), "text": terms.get("text", "")}]
    for code in charter.codes:
        if code not in draft.to or code == own:
            continue
        onward = [each for each in terms["releasable_to"] if each not in draft.to]
        yield AddresseeShown(
            frame.name_of(code), marking["label"], marking["level"], marking["means"], grade_said(terms),
            marking["until"], tuple(frame.name_of(each) for each in onward), tuple(given_shown(terms)),
            tuple((each["lang"], each["text"]) for each in texts),
            tuple(
                (lang, _NAMES.get(lang, lang), f"{tlp_label(terms['tlp'])} · "
                 f"{purpose_word(charter, str(terms['purpose']), language=lang)}", use_said(charter, language=lang))
                for lang in charter.languages
            ),
        )  # fmt: skip
