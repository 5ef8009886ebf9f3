"""Talks: rounds with their agenda, sittings and decisions, the files that are talked about, texts and statements."""
