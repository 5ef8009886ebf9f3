"""The door for officers: screens over the node. It decides nothing."""
