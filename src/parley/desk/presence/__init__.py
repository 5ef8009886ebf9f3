"""Who is looking: which other seats of this desk have a matter open, or are typing in it. It never leaves the node."""
