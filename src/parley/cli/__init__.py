"""The door for operators and auditors. It decides nothing."""
