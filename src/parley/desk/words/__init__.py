"""How words of people are shown: isolated, what would mislead marked, long ones folded."""
