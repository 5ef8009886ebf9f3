"""Every way of the desk in one list that is searched by typing: the command palette."""
