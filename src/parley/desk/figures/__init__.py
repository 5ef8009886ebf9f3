"""Performance figures on the desk: a table of all members, what each figure was counted from, and both to keep."""
