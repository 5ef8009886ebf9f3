"""Who may sign, decline or withdraw what is signed by several: once, over its bytes, while it stands. Pure.

Every track refuses in its own words and by its own clauses; what is refused, and in which order, is told here alone.
What only one kind of instrument asks (a date that is over, a rival) its track adds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.signing import WITHDRAWN, Signing


@dataclass(frozen=True, slots=True)
class SigningRules:
    """How a track refuses: its words, the clause by which one signs and that by which one withdraws.

    `stranger` is the code for who is not asked to sign, with the name of the figure that tells who is; `author` that
    for who withdraws what another proposed, with the name of the figure that tells who did; `gone` that for what was
    withdrawn.
    """

    refuse: Callable[..., Refusal]
    signs: str
    withdraws: str
    stranger: tuple[str, str]
    author: tuple[str, str] = ("proposer_only", "proposer")
    gone: str = "instrument_gone"

    def refuse_signature(self, about: Signing, entry: Entry) -> Refusal | None:
        """Refuse the signature of whom it does not name, a second one, of what is withdrawn, or over other bytes."""
        refusal = self._refuse_signer(about, entry) or self._refuse_gone(about)
        if refusal is not None or entry.content["digest"] == about.digest:
            return refusal
        figures = {"digest": about.digest[:16], "given": entry.content["digest"][:16]}
        return self.refuse("other_bytes", self.signs, **figures)

    def judge_declining(self, about: Signing, entry: Entry) -> Verdict:
        """Decide over the word that one does not sign: of whom it names and who has not signed, once."""
        refusal, last = self._refuse_signer(about, entry) or self._refuse_gone(about), about.refusal(entry.member)
        if refusal is None and last is not None:
            return self.refuse("declined_already", self.signs, entry=last.entry)
        return refusal or Permit(self.signs)

    def judge_withdrawal(self, about: Signing, entry: Entry) -> Verdict:
        """Decide over a withdrawal: by who proposed it, before all have signed, once."""
        if entry.member != about.member:
            code, figure = self.author
            return self.refuse(code, self.withdraws, member=entry.member, **{figure: about.member})
        if not about.missing:
            return self.refuse("all_have_signed", self.withdraws, entry=about.entry)
        return self._refuse_gone(about) or Permit(self.withdraws)

    def _refuse_signer(self, about: Signing, entry: Entry) -> Refusal | None:
        if entry.member not in about.needed:
            code, figure = self.stranger
            return self.refuse(code, self.signs, member=entry.member, **{figure: ", ".join(about.needed)})
        given = about.signature(entry.member)
        return self.refuse("signed_already", self.signs, entry=given.entry) if given is not None else None

    def _refuse_gone(self, about: Signing) -> Refusal | None:
        said = about.withdrawn
        return self.refuse(self.gone, self.withdraws, entry=said.entry) if said and about.name == WITHDRAWN else None
