"""What the formats of the record raise for bytes that they refuse."""

from __future__ import annotations


class FormError(Exception):
    """Bytes or a value outside its form; `code` says what is wrong (a text has it) and `where` names the place."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(f"{code} {where}".rstrip())
        self.code = code
        self.where = where
