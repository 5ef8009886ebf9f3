"""Search over what this member could open: an index beside the database, made by a thread of its own, disposable."""
