"""Drafts: what an officer types is kept on the node, under its key, until it is sent or discarded."""
