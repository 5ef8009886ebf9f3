"""What the charter says of talks, in the reader's words: who convenes, the roles of delegations, and the hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from parley.charter.model import Charter
from parley.desk.naming import in_language
from parley.desk.talks.words import RULES, word
from parley.desk.why.shown import Value, figure_said


def talks_shown(value: Callable[..., Value], charter: Charter, *, names: Callable[[str], str]) -> Iterator[Value]:
    """Yield the hours of talks, who convenes beside who proposes and its host, and what a delegation is made of."""
    terms = charter.talks
    if terms is None:
        return
    roles = gettext(", ").join(in_language(each, language=get_language() or "en") for each in terms.roles.values())
    says: list[str | SafeString] = [
        figure_said(gettext("Hours to answer an invitation, from receipt:"), terms.answer_hours),
        figure_said(gettext("Hours before a round in which each tells its delegation:"), terms.delegation_hours),
        figure_said(gettext("Hours before a round in which an agenda is proposed:"), terms.agenda_hours),
        figure_said(gettext("Hours to sign or decline, from receipt:"), terms.sign_hours),
        figure_said(gettext("Hours to take up a file, from the opening of its gate:"), terms.take_up_hours),
        figure_said(gettext("Hours to give a read-out, from the closing of a round:"), terms.readout_hours),
        gettext("Rules for remarks: %(rules)s")
        % {"rules": gettext("; ").join(word(RULES, each) for each in terms.remark_rules)},
        gettext("Roles of a delegation: %(roles)s") % {"roles": roles},
    ]
    if terms.conveners:
        who = gettext(", ").join(map(names, terms.conveners))
        says.append(gettext("Convenes beside who proposed a round and its host: %(who)s") % {"who": who})
    yield value("talks-terms", gettext("Talks"), says, terms.provenance)
