"""The mechanism as this node knows it: its state over time, and the clocks that stand still."""
