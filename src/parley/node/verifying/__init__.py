"""What follows from incidents and inspections as a whole: the inspection calendar, and the watch over the sectors."""
