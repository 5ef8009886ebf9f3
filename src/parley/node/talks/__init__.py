"""Rounds and files of talks as this node holds them."""
