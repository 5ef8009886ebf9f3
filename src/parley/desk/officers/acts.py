"""Acts that an officer's passkey signs before they leave: shown once more, signed over their bytes, then filed."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from parley.charter.model import ANNOUNCED_KEYS
from parley.charter.rules import signature_of
from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.sending.forms import HeldForm, read_form
from parley.matters.acts import act_bytes
from parley.node.attaching import whole_content
from parley.node.drafts import Draft
from parley.node.filing import with_files_sealed
from parley.node.officer_keys import standing_keys
from parley.node.queueing import prepared_as_json, prepared_of_json
from parley.record.assertion import encode, read_assertion, signs

KEPT = "parley.acts"
MOST_KEPT = 5
PLACE = "act to sign"


def wants_signature(draft: Draft) -> bool:
    """Return whether the charter asks for a passkey's signature over this draft, and it carries none yet."""
    rule = signature_of(node().charter(), kind=draft.kind, role=draft.role)
    return rule is not None and "signature" not in draft.content


def keep_to_sign(request: HttpRequest, draft: Draft, *, form: HeldForm, go: str | None) -> str | Refusal:
    """Keep a draft in the session, locked, and return the token of its page; refused where it cannot be signed."""
    refusal = _refuse_to_keep(request.user, draft)
    ready = refusal or with_files_sealed(draft, node=node())
    if isinstance(ready, Refusal):
        return ready
    value: dict[str, Any] = {"kind": draft.kind, "to": draft.to, "content": dict(draft.content), "matter": draft.matter}
    value |= {"role": draft.role, "once": draft.once, "go": go, "draft_of": request.POST.get("draft_of", "")}
    value["form"] = form.as_json()
    value["prepared"] = prepared_as_json(ready.prepared)
    token = secrets.token_urlsafe(16)
    locked = node().box.lock(json.dumps(value).encode(), place=PLACE).hex()
    kept = {**request.session.get(KEPT, {}), token: locked}
    request.session[KEPT] = dict(list(kept.items())[-MOST_KEPT:])
    return token


def is_page_to_sign(answer: HttpResponse) -> bool:
    """Return whether an answer leads to the page on which an act is signed: nothing has left then."""
    return resolve(urlsplit(answer["Location"]).path).url_name == "sign-act"


def _refuse_to_keep(officer: Any, draft: Draft) -> Refusal | None:
    """Refuse an act for which this officer has no passkey that may sign it."""
    known = passkeys_of(officer)
    if not known:
        return Refusal("act_needs_passkey", "DESK-14")
    if _wants_announced(draft) and not keys_that_stand(officer, draft):
        return Refusal("act_key_unannounced_here", "DESK-16")
    return None


def _wants_announced(draft: Draft) -> bool:
    rule = signature_of(node().charter(), kind=draft.kind, role=draft.role)
    return rule is not None and rule.keys == ANNOUNCED_KEYS


def keys_that_stand(officer: Any, draft: Draft) -> dict[str, int]:
    """Return the officer's passkeys that were announced for this act, with the number of the announcing entry."""
    own, at_ms = node(), node().clock.now_ms()
    to = tuple({*draft.to, own.member})
    known = passkeys_of(officer)
    found = standing_keys(own.reader(), origin=own.ledger.origin, role=str(draft.role), to=to, at_ms=at_ms)
    return {key.credential: key.number for key in found if known.get(key.credential) == key.key}


@dataclass(frozen=True, slots=True)
class KeptAct:
    """An act that waits for its signature: where to go afterwards, the draft of its form ("" for none), the form."""

    draft: Draft
    go: str | None
    draft_of: str
    form: HeldForm | None


def kept_draft(request: HttpRequest, token: str) -> KeptAct | None:
    """Return the act of a page; None where it was filed or forgotten."""
    locked = request.session.get(KEPT, {}).get(token)
    if locked is None:
        return None
    value = json.loads(node().box.unlock(bytes.fromhex(locked), place=PLACE))
    officer: Any = request.user
    draft = Draft(
        value["kind"], tuple(value["to"]), value["content"], value["matter"], role=value["role"], officer=officer.name,
        prepared=prepared_of_json(value["prepared"]), once=value["once"] or token,
    )  # fmt: skip
    return KeptAct(draft, value["go"], value["draft_of"], read_form(value.get("form")))


def forget(request: HttpRequest, token: str) -> None:
    """Forget a draft that was filed or given up."""
    request.session[KEPT] = {name: locked for name, locked in request.session.get(KEPT, {}).items() if name != token}


def bytes_of(draft: Draft) -> bytes:
    """Return the bytes that are signed: those that every node will make from the entry."""
    own = node()
    to = tuple({*draft.to, own.member})
    origin = own.charter().member(own.member).origin
    return act_bytes(
        log=origin, kind=draft.kind, matter=draft.matter, to=to, role=str(draft.role), content=whole_content(draft)
    )


def options_for(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """Return what the browser asks the authenticator: to sign the digest of the act by one of these passkeys."""
    names = keys_that_stand(request.user, draft) if _wants_announced(draft) else passkeys_of(request.user)
    return asking_for(request, over=bytes_of(draft), names=tuple(names))


def asking_for(request: HttpRequest, *, over: bytes, names: tuple[str, ...]) -> dict[str, Any]:
    """Return what a browser asks an authenticator: to sign the digest of `over` by one of these passkeys."""
    asked = {
        "challenge": encode(sha256(over).digest()), "rpId": request.get_host().partition(":")[0],
        "allowCredentials": [{"type": "public-key", "id": name} for name in names],
        "userVerification": "required", "timeout": 120_000,
    }  # fmt: skip
    return {"request_options": {"publicKey": asked}}


def signed_by(officer: Any, credential: str, *, over: bytes) -> dict[str, str] | None:
    """Return what an entry carries of a browser's answer; None where no passkey of this officer signed `over`."""
    try:
        told = json.loads(credential)
        answer, name = told["response"], told["id"]
        carried = {
            "key": passkeys_of(officer).get(name), "credential": name, "authenticator": answer["authenticatorData"],
            "client": answer["clientDataJSON"], "signature": answer["signature"],
        }  # fmt: skip
    except (ValueError, KeyError, TypeError):
        return None
    assertion = read_assertion(carried)
    return carried if assertion is not None and signs(assertion, over=over) else None


def with_signature(draft: Draft, *, officer: Any, credential: str) -> Draft | Refusal:
    """Return the draft with what the authenticator answered; refused where it does not sign this act by a known key."""
    carried = signed_by(officer, credential, over=bytes_of(draft))
    if carried is None:
        return Refusal("act_signed_wrongly", "C-12", {"kind": draft.kind, "role": str(draft.role)})
    number = keys_that_stand(officer, draft).get(carried["credential"])
    cited = {} if number is None else {"key_entry": f"{node().ledger.name}/{number}"}
    return replace(draft, content={**draft.content, "signature": carried, **cited})


def passkeys_of(officer: Any) -> dict[str, str]:
    """Return the officer's passkeys that can sign an act: the public key by the number of the passkey."""
    found = {}
    for row in Authenticator.objects.filter(user_id=officer.pk, type=Authenticator.Type.WEBAUTHN):
        held = row.wrap().authenticator_data.credential_data
        key = _spki(held.public_key)
        if key is not None:
            found[encode(bytes(held.credential_id))] = encode(key)
    return found


def _spki(cose: Any) -> bytes | None:
    """Return a COSE key as SubjectPublicKeyInfo; None for kinds that no act is signed with."""
    key: Any
    if cose.get(3) == -7:
        x, y = (int.from_bytes(cose[name], "big") for name in (-2, -3))
        key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    elif cose.get(3) == -8:
        key = ed25519.Ed25519PublicKey.from_public_bytes(cose[-2])
    else:
        return None
    return bytes(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
