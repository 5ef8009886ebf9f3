"""Why something stands on a screen as it does: steps, each with its entry and its clause, told alike by every door."""
