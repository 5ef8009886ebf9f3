"""Blind notices on the desk: what the clause says, what was told of whom to whom, and the page of each answer."""
