"""Whom this node links to: the members of the charter in force, and those for whose joining this member has signed.

A proposal alone lets nobody in: whoever is let in can mirror every log, though read none of it.
"""

from __future__ import annotations

from dataclasses import replace

from parley.charter.model import Charter
from parley.matters.instrument import CharterHistory, Version
from parley.node.running import Node


def neighbours(node: Node) -> Charter:
    """Return the charter in force with, among its members, those of each amendment of it that this member has signed.

    Where such an amendment names another log for a member, that log stands in place of the one before.
    """
    charter, history = node.charter(), node.ledger.history
    found = {member.code: member for member in charter.members}
    for version in history.versions.values():
        if version.charter.predecessor == charter.digest and _is_signed_by(node.member, version, history):
            for member in version.charter.members:
                if charter.member_of_log(member.origin) is None:
                    found[member.code] = member
    members = tuple(found.values())
    return charter if members == charter.members else replace(charter, members=members)


def _is_signed_by(code: str, version: Version, history: CharterHistory) -> bool:
    waits = version.missing != () and not history.elsewhere(version)
    return waits and code in {signature.member for signature in version.signatures}
