"""The closing of a log under the offline key: what is signed, and that nothing else is taken for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record.closing import Closing, ClosingError, closing_text, open_closing, parse_closing, sign_closing
from parley.record.keys import SuccessionSigner

LOG = "paris-2026.parley.example/sy"
KEY = SuccessionSigner(f"{LOG}/succession", b"k" * 32)
OTHER = SuccessionSigner(f"{LOG}/succession", b"o" * 32)
CLOSING = Closing("paris-2026", "SY", LOG, 17, b"\x07" * 32, "ab" * 32)


def test_what_was_signed_is_read_back() -> None:
    """The statement opens under its key and says what was signed."""
    assert open_closing(sign_closing(CLOSING, key=KEY), key=KEY.key.text) == CLOSING


def test_another_key_of_the_same_name_opens_nothing() -> None:
    """A signature by any other key is none, also under the same name."""
    with pytest.raises(ClosingError) as error:
        open_closing(sign_closing(CLOSING, key=OTHER), key=KEY.key.text)
    assert error.value.code == "closing.not_signed"


CHANGES = {
    "mechanism": "other", "member": "IL", "log": f"{LOG}-2", "size": 18, "root": b"\x08" * 32, "charter": "cd" * 32,
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGES)
def test_every_line_is_signed(field: str) -> None:
    """A statement in which any line was changed after it was signed does not open."""
    raw = sign_closing(CLOSING, key=KEY).decode()
    changed = closing_text(replace(CLOSING, **{field: CHANGES[field]}))  # type: ignore[arg-type]
    forged = raw.replace(closing_text(CLOSING), changed)
    with pytest.raises(ClosingError):
        open_closing(forged.encode(), key=KEY.key.text)


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"parley/succession/v1\n", b"\xff" * 40, b"x" * 10_000,
        sign_closing(CLOSING, key=KEY).replace(b"\n17\n", b"\n017\n"),
        sign_closing(CLOSING, key=KEY).replace(b"\n17\n", b"\n-17\n"),
        sign_closing(CLOSING, key=KEY).replace(b"succession/v1", b"succession/v2"),
        sign_closing(CLOSING, key=KEY).replace(b"\nSY\n", b"\nSY\nIL\n"),
    ],
)  # fmt: skip
def test_any_other_form_is_refused(raw: bytes) -> None:
    """One spelling, one meaning: a figure with a nought before it, another version, one line more are no statement."""
    with pytest.raises(ClosingError) as error:
        parse_closing(raw)
    assert error.value.code == "closing.form"


@given(st.binary(max_size=300))
def test_garbage_is_refused_and_never_crashes(raw: bytes) -> None:
    """Whatever the bytes, the answer is a ClosingError."""
    with pytest.raises(ClosingError):
        open_closing(raw, key=KEY.key.text)
