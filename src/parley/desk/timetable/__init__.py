"""The timetable of an instrument: its steps against time, what waits for what, as of any day, and what a slip moves."""
