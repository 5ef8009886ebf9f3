"""The charter: who may do what, where, by when, and which clause says so. Pure."""
