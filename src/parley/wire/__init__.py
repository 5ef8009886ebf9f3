"""The door for other nodes: a small ASGI application on a listener of its own. It decides nothing."""
