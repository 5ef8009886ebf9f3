"""Immediate de-escalation at the desk: a FLASH request in seconds, and side by side what came of each."""
