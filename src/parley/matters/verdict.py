"""The verdicts, under the name by which matters and tracks know them; they are at home in the charter's layer."""

from parley.charter.verdict import Fault, Permit, Refusal, Verdict

__all__ = ["Fault", "Permit", "Refusal", "Verdict"]
