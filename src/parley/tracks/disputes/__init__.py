"""Disputes: claim and answer, evidence, proposals, interim measures, settlement, and the ladder they stand on. Pure."""
