"""What an officer typed into the forms of findings, turned into their contents. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from parley.desk.acting import Act
from parley.desk.hotline.typed import Typed
from parley.desk.verifying.typed import words_typed
from parley.tracks.incidents.finding_entries import COMPLIANCE, RESPONSIBILITY

RULE, LIMIT = "rule", "limit"


def provision_key(said: Mapping[str, Any]) -> str:
    """Return by what a provision of a zone is named in a form."""
    if said.get(RULE) is not None:
        return f"{said['zone']}/{RULE}/{said[RULE]}"
    return f"{said['zone']}/{LIMIT}/{said[LIMIT]}"


def _provision(key: str) -> dict[str, Any]:
    """Return the provision that a form names; what it cannot read stays for the check of the form to refuse."""
    zone, _, rest = key.partition("/")
    what, _, name = rest.partition("/")
    if what == RULE and name.isascii() and name.isdigit():
        return {"zone": zone, RULE: int(name[:3])}
    return {"zone": zone, LIMIT: name}


def _answer(request: HttpRequest) -> dict[str, Any]:
    """Return the answer to a question: outcome, standard, words, and what belongs to this question alone."""
    content: dict[str, Any] = words_typed(request.POST, "question", "outcome", "standard")
    if content["question"] == RESPONSIBILITY and request.POST.getlist("member"):
        content["members"] = sorted(request.POST.getlist("member"))
    if content["question"] == COMPLIANCE:
        provisions = [_provision(each) for each in request.POST.getlist("provision")]
        basis, article = (request.POST.get(name, "").strip() for name in ("basis", "article"))
        if article:
            provisions.append({"basis": basis, "article": article})
        content["provisions"] = provisions
    return content


def _found(request: HttpRequest, matter: str) -> Typed:
    content = {**_answer(request), "considered": request.POST.getlist("considered")}
    replaces = request.POST.get("replaces", "")
    return Typed({**content, "replaces": replaces} if replaces else content, ())


def _minority(request: HttpRequest, matter: str) -> Typed:
    return Typed({**_answer(request), "of": request.POST.get("of", "")}, ())


def _replied(request: HttpRequest, matter: str) -> Typed:
    return Typed(words_typed(request.POST, "of", "how"), ())


def _withdrawn(request: HttpRequest, matter: str) -> Typed:
    return Typed({name: request.POST.get(name, "").strip() for name in ("of", "why")}, ())


def _measures(request: HttpRequest, matter: str) -> Typed:
    of = request.POST.get("of", "")
    content = {**words_typed(request.POST), "what": request.POST.getlist("what")}
    return Typed({**content, "of": of} if of else content, ())


FINDING_ACTS: Mapping[str, Act] = {
    "find": Act("finding_made", _found),
    "reply": Act("finding_answered", _replied),
    "minority": Act("minority_stated", _minority),
    "withdraw-finding": Act("finding_withdrawn", _withdrawn),
    "measures": Act("measures_told", _measures),
}
