"""What a node does about blind notices: its author's counts their versions, the supervisor's tells who meets."""
