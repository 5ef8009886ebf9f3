"""What follows from the record about the line before force: derived at each node, and no finding."""
