"""What is due when, of every track: what the calendar of the desk and the feed of duties are made of."""
