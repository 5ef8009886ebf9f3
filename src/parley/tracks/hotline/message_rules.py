"""Decides over the entries of a message, each by what its author had read (H-1 to H-11, H-20). Pure."""

from __future__ import annotations

from parley.charter.model import Charter
from parley.charter.verdict import Refusal, Verdict
from parley.geo.moment import Moment, moment_text
from parley.matters.entry import Entry
from parley.matters.said import newest
from parley.tracks.content.wording import word_count
from parley.tracks.hotline.message_state import MessageState
from parley.tracks.hotline.refusing import (
    first,
    refuse,
    refuse_audience,
    refuse_nobody_addressed,
    refuse_other_than_opener,
    refuse_own,
)
from parley.tracks.hotline.templates import DE_ESCALATING, TEMPLATES


def judge_opening(entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a message as sent."""
    return first(
        refuse_nobody_addressed(entry),
        _refuse_asked(entry),
        _refuse_language(entry, charter=charter),
        _refuse_precedence(entry, charter=charter),
        _refuse_lowered_template(entry, charter=charter),
        _refuse_length(entry, precedence=entry.content["precedence"], charter=charter),
        otherwise="H-1",
    )


def judge_message(state: MessageState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over an entry that continues a message; `state` folds what its author had read."""
    match entry.kind:
        case "message_acknowledged":
            return _judge_acknowledgement(state, entry)
        case "read_back":
            return _judge_read_back(state, entry)
        case "message_answered":
            return _judge_answer(state, entry, charter=charter)
        case "message_corrected":
            return _judge_correction(state, entry, charter=charter)
        case "read_back_confirmed":
            return first(_refuse_sender(state, entry), _refuse_confirmation(state, entry), otherwise="H-8")
        case "message_closed":
            return first(_refuse_sender(state, entry), _refuse_unmended(state, entry), otherwise="H-5")
    return refuse("other_matter", "H-1", kind=entry.kind)


def _judge_acknowledgement(state: MessageState, entry: Entry) -> Verdict:
    # A message that is closed may still be acknowledged: when it was received stays worth knowing.
    return first(
        refuse_audience(state.opening, entry),
        refuse_own(state.opening, entry),
        _refuse_older_words(state, entry),
        _refuse_same_acknowledgement(state, entry),
        otherwise="H-4",
    )


def _judge_read_back(state: MessageState, entry: Entry) -> Verdict:
    return first(
        refuse_audience(state.opening, entry),
        refuse_own(state.opening, entry),
        _refuse_closed(state),
        _refuse_older_words(state, entry),
        _refuse_settled_read_back(state, entry),
        otherwise="H-6",
    )


def _judge_answer(state: MessageState, entry: Entry, *, charter: Charter) -> Verdict:
    return first(
        refuse_audience(state.opening, entry),
        refuse_own(state.opening, entry),
        _refuse_closed(state),
        _refuse_older_words(state, entry),
        _refuse_mismatch(state, reader=entry.member),
        _refuse_language(entry, charter=charter),
        _refuse_reply(state, entry),
        _refuse_same_answer(state, entry),
        otherwise="H-4",
    )


def _judge_correction(state: MessageState, entry: Entry, *, charter: Charter) -> Verdict:
    return first(
        _refuse_sender(state, entry),
        _refuse_older_words(state, entry),
        _refuse_language(entry, charter=charter),
        _refuse_nothing_to_read_back(state, entry),
        _refuse_length(entry, precedence=state.precedence, charter=charter),
        otherwise="H-5",
    )


def _refuse_sender(state: MessageState, entry: Entry) -> Refusal | None:
    """Refuse what the sender alone may say of an open message, said by another or of a closed one."""
    stranger = refuse_audience(state.opening, entry) or refuse_other_than_opener(state.opening, entry)
    return stranger or _refuse_closed(state)


def _refuse_asked(entry: Entry) -> Refusal | None:
    named = entry.content.get("asked", ())
    strangers = [member for member in named if member not in entry.to or member == entry.member]
    return refuse("asked_not_addressed", "H-1", members=", ".join(strangers)) if strangers else None


def _refuse_language(entry: Entry, *, charter: Charter) -> Refusal | None:
    if entry.content["lang"] in charter.languages:
        return None
    return refuse("language_not_agreed", "H-12", lang=entry.content["lang"], languages=", ".join(charter.languages))


def _refuse_precedence(entry: Entry, *, charter: Charter) -> Refusal | None:
    name = entry.content["precedence"]
    return None if name in charter.precedences else refuse("precedence_unknown", "H-9", precedence=name)


def _refuse_lowered_template(entry: Entry, *, charter: Charter) -> Refusal | None:
    """Refuse a fixed-phrase message below its lowest precedence; above its own it needs a reason (H-10)."""
    template = TEMPLATES.get(entry.content.get("template") or "")
    if template is None or template.precedence not in charter.precedences:
        return None
    asked, given = charter.precedences[template.precedence], charter.precedences[entry.content["precedence"]]
    lowest = charter.precedences.get(template.lowest, asked)
    if given.rank > lowest.rank:
        return refuse("precedence_lowered", "H-10", template=template.name, precedence=lowest.name)
    if given.rank < asked.rank and not entry.content.get("precedence_reason"):
        return refuse("precedence_raised_without_reason", "H-10", template=template.name, precedence=asked.name)
    return None


def _refuse_length(entry: Entry, *, precedence: str, charter: Charter) -> Refusal | None:
    """Refuse more words than the precedence allows: brevity is what makes FLASH fast (H-9)."""
    rule = charter.precedences.get(precedence)
    words = word_count(entry.content["text"])
    # None: the message was sent under an older charter, which had this precedence.
    if rule is None or rule.word_limit is None or words <= rule.word_limit or not rule.provenance.judges:
        return None
    return refuse("too_many_words", "H-9", precedence=precedence, limit=rule.word_limit, words=words)


def _refuse_closed(state: MessageState) -> Refusal | None:
    closing = state.closed
    return None if closing is None else refuse("message_is_closed", "H-11", closing=closing.entry)


def _refuse_older_words(state: MessageState, entry: Entry) -> Refusal | None:
    """Refuse an entry that names other words than those its author had last read (H-4)."""
    named = entry.content.get("of", state.wording.entry)
    if named == state.wording.entry:
        return None
    return refuse("older_words", "H-4", named=named, in_force=state.wording.entry)


def _refuse_nothing_to_read_back(state: MessageState, entry: Entry) -> Refusal | None:
    if state.asks_read_back and not entry.content["items"]:
        return refuse("items_dropped", "H-6")
    return None


def _refuse_same_acknowledgement(state: MessageState, entry: Entry) -> Refusal | None:
    """Refuse to acknowledge twice in the same way; a protest or a referral may follow a plain receipt (H-18)."""
    last = state.acknowledgement(entry.member)
    if last is None or last.how != entry.content["how"]:
        return None
    return refuse("already_acknowledged", "H-18", entry=last.entry)


def _refuse_settled_read_back(state: MessageState, entry: Entry) -> Refusal | None:
    last = state.read_back(entry.member)
    if not state.wording.items:
        return refuse("nothing_to_read_back", "H-6")
    if last is None:
        return None
    if state.confirmation(last) is not None:
        return refuse("already_confirmed", "H-6", entry=last.entry)
    if list(last.items) == list(entry.content["items"]) and not state.is_crossed(last.entry):
        return refuse("already_read_back", "H-18", entry=last.entry)
    return None


def _refuse_confirmation(state: MessageState, entry: Entry) -> Refusal | None:
    """Refuse to confirm what is no read-back, not the newest, of older words, different, or confirmed (H-7, H-8)."""
    named = entry.content["of"]
    found = next((read for read in state.read_backs if read.entry == named), None)
    if found is None:
        return refuse("read_back_unknown", "H-8", named=named)
    if state.read_back(found.member) is not found:
        return refuse("read_back_superseded", "H-8", named=named)
    if found.differences:
        return refuse("read_back_differs", "H-7", named=named, count=len(found.differences))
    if state.confirmation(found) is not None:
        return refuse("already_confirmed", "H-18", entry=named)
    return None


def _refuse_mismatch(state: MessageState, *, reader: str) -> Refusal | None:
    last = state.read_back(reader)
    if last is None or not last.differences:
        return None
    return refuse("stopped_by_mismatch", "H-7", named=last.entry, count=len(last.differences))


def _refuse_unmended(state: MessageState, entry: Entry) -> Refusal | None:
    """Refuse to close as settled what somebody holds otherwise than it was sent; it may be withdrawn (H-7)."""
    if entry.content["reason"] != "settled":
        return None
    wrong = [read.entry for member in state.opening.others if (read := state.mismatch(member)) is not None]
    return refuse("closed_over_mismatch", "H-7", named=", ".join(wrong)) if wrong else None


def _refuse_reply(state: MessageState, entry: Entry) -> Refusal | None:
    """Refuse a fixed reply to what asks for nothing at once, and one that says done of what is still to come (H-20)."""
    if not entry.content.get("reply"):
        return None
    if state.template not in DE_ESCALATING:
        return refuse("reply_to_other", "H-20", matter=state.opening.id)
    done_at_s = entry.content.get("done_at_s")
    if done_at_s is not None and done_at_s * 1000 > entry.point.at_ms:
        return refuse("done_to_come", "H-20", done=moment_text(Moment(done_at_s, "second")))
    return None


def _refuse_same_answer(state: MessageState, entry: Entry) -> Refusal | None:
    last = newest(state.answers, member=entry.member, of=state.wording.entry)
    if last is None or state.is_crossed(last.entry) or last.text != entry.content["text"]:
        return None
    if last.done_at_s != entry.content.get("done_at_s"):
        return None
    return refuse("already_answered", "H-18", entry=last.entry)
