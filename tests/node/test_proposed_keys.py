"""What a member proposes about another member's keys changes nothing for that member's log."""

from __future__ import annotations

from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.reading import conversation
from tests.node.mechanism import Mechanism
from tests.node.test_amended_keys import changes_of, following, founding_of, made_beside, propose
from tests.node.test_filing import message


def test_a_proposal_of_other_keys_displaces_nobody(paris: Mechanism) -> None:
    """SY proposes keys of its own making for IL; what IL signs with its real ones is still taken by all."""
    _, invented = made_beside(paris, "IL", "invented")
    before = paris.nodes["IL"].founding.member("IL").keys
    propose(paris, following(founding_of(paris), changes=changes_of(before, invented)))
    done = file(Draft("message_sent", ("SY", "US"), message(), role="duty_officer"), node=paris.nodes["IL"])
    assert isinstance(done, Filed)
    paris.carry_all()
    for code in ("SY", "US"):
        view = conversation(paris.nodes[code], done.id)
        assert view is not None and view.entries[0].transport.mirrored_by == ("SY", "US")
