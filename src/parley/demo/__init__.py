"""An invented exercise, played over real nodes: the script as data, the players, and the check of what came out."""
