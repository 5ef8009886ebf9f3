"""The timetable of an instrument: terms, dependencies, due instants, states, slips, gates. Pure; knows no entries."""
