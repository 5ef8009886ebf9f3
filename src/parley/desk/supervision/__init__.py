"""Supervision at the desk: the console, directives, certificates, the state of the mechanism, packs."""
