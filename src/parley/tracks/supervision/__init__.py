"""Supervision: directives, certificates by clause, the state of the mechanism. Pure."""
