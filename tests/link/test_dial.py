"""What goes wrong while a peer is dialled ends that dial and nothing else."""

from __future__ import annotations

import pytest

from parley.node.link.dial import _named_errors


def test_another_fault_of_the_program_is_not_hidden() -> None:
    """Any other RuntimeError is a bug, and is seen."""
    with pytest.raises(RuntimeError, match="other"), _named_errors():
        raise RuntimeError("other")
