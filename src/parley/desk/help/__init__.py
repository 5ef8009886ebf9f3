"""Help inside the desk: a page for each task and screen, the first steps of a new officer, the agreed terms."""
