"""Feeds: what other software reads of this node, by a token, and where Cursor-on-Target is sent. Read-only."""
