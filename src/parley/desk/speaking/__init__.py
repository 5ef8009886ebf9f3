"""What a screen reader is told without being asked: a duty that came, one that runs out, one that is late."""
