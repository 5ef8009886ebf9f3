"""Commitments: instruments with obligations, by when each is due, what was done, force limits (docs/commitments.md)."""
