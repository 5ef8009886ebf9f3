"""Bech32: one text for one key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record import bech32


def text_of(values: list[int]) -> str:
    """Return the text, rightly summed, of five-bit values that no encoder would write."""
    spread = bech32._spread("key")
    check = bech32._polymod(spread + values + [0] * 6) ^ 1
    values = values + [check >> 5 * (5 - place) & 31 for place in range(6)]
    return "key1" + "".join(bech32._CHARSET[value] for value in values)


@given(st.binary(max_size=100))
def test_bytes_come_back_in_either_case(payload: bytes) -> None:
    """Encoding and decoding gives the bytes back, in small letters and in capitals."""
    text = bech32.encode("key", payload=payload)
    assert bech32.decode(text, hrp="key") == bech32.decode(text.upper(), hrp="key") == payload


@given(st.binary(min_size=1, max_size=40), st.data())
def test_a_changed_letter_is_found(payload: bytes, data: st.DataObject) -> None:
    """The checksum finds every single wrong letter."""
    text = bech32.encode("key", payload=payload)
    place = data.draw(st.integers(4, len(text) - 1))
    other = data.draw(st.sampled_from([letter for letter in bech32._CHARSET if letter != text[place]]))
    with pytest.raises(ValueError, match="checksum"):
        bech32.decode(text[:place] + other + text[place + 1 :], hrp="key")


@pytest.mark.parametrize("values", [[0, 1], [0] * 3, [31], [0, 0, 0, 0, 0, 2, 1], [0] * 9], ids=str)
def test_a_second_text_for_the_same_bytes_is_refused(values: list[int]) -> None:
    """Padding bits that are not zero, and padding of a whole letter, are refused although the checksum holds."""
    with pytest.raises(ValueError, match="padding"):
        bech32.decode(text_of(values), hrp="key")


def test_the_example_of_the_bitcoin_specification_holds() -> None:
    """A valid string of BIP 173 decodes."""
    text = "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"
    assert bech32.decode(text, hrp="abcdef") == bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df")
