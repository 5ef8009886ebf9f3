"""Feeds for other software: which there are, what each may carry, and the alerts that they tell of."""
