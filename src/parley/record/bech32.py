"""Bech32 (BIP 173, checksum constant 1) without its length limit: how age writes keys as text."""

from __future__ import annotations

_CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {letter: value for value, letter in enumerate(_CHARSET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6


def encode(hrp: str, *, payload: bytes) -> str:
    """Return the lower-case text of `payload` under the human-readable part `hrp` (lower case)."""
    values = _regroup(payload)
    check = _polymod(_spread(hrp) + values + [0] * _CHECKSUM) ^ 1
    values += [check >> 5 * (_CHECKSUM - 1 - place) & 31 for place in range(_CHECKSUM)]
    return hrp + "1" + "".join([_CHARSET[value] for value in values])


def decode(text: str, *, hrp: str) -> bytes:
    """Return the bytes that `text` carries under `hrp`, given in lower case.

    Refused with ValueError: mixed case, another human-readable part, foreign characters, a wrong checksum, padding that
    is too long or not zero.
    """
    if text != text.lower() and text != text.upper():
        raise ValueError("mixed case")
    found, _, tail = text.lower().rpartition("1")
    if found != hrp or len(tail) < _CHECKSUM or not _VALUES.keys() >= set(tail):
        raise ValueError("not of this kind")
    values = [_VALUES[letter] for letter in tail]
    if _polymod(_spread(hrp) + values) != 1:
        raise ValueError("wrong checksum")
    return _ungroup(values[:-_CHECKSUM])


def _spread(hrp: str) -> list[int]:
    codes = hrp.encode("ascii")
    return [code >> 5 for code in codes] + [0] + [code & 31 for code in codes]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, factor in enumerate(_GENERATOR):
            if top >> place & 1:
                check ^= factor
    return check


def _regroup(payload: bytes) -> list[int]:
    padding = -len(payload) * 8 % 5
    bits = int.from_bytes(payload, "big") << padding
    count = (len(payload) * 8 + padding) // 5
    return [bits >> 5 * (count - 1 - place) & 31 for place in range(count)]


def _ungroup(values: list[int]) -> bytes:
    bits = 0
    for value in values:
        bits = bits << 5 | value
    padding = len(values) * 5 % 8
    if padding > 4 or bits & (1 << padding) - 1:
        raise ValueError("wrong padding")
    return (bits >> padding).to_bytes(len(values) * 5 // 8, "big")
