"""The calendar: what is due when, by whom and by which clause, of every track; with what is planned for those days."""
