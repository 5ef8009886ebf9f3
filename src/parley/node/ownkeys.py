"""Are the keys in the home folder this member's: by the founding charter, or by an amendment that the record holds?"""

from __future__ import annotations

import base64
from collections.abc import Iterable

from parley.charter.model import Charter
from parley.node.keys import NodeKeys
from parley.record.keys import MemberKeys


def names_keys(charters: Iterable[Charter], *, member: str, keys: NodeKeys) -> bool:
    """Return whether one of these versions names, for this member, the log and every key that others hold it to.

    All by one version: where the log key were of one and the certificate of another, no version could
    be in force under which the others take both. Sealing keys are not compared: `parley rotate` makes
    them first and announces them after.
    """
    return any(
        named.origin == keys.origin and _are_named(keys, named.keys)
        for charter in charters
        for named in charter.members
        if named.code == member
    )


def _are_named(keys: NodeKeys, named: MemberKeys) -> bool:
    own = (
        (keys.log.log_keys, named.log),
        (keys.mirror.cosigner_keys, named.mirror),
        (keys.witness.cosigner_keys, named.witness),
    )
    certificate = base64.b64encode(keys.tls_certificate).decode()
    # The charter may list several of each algorithm: an overlap at a change.
    return named.tls == certificate and all(key.text in lines for made, lines in own for key in made)
