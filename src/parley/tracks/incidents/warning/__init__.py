"""Early warning: whether more incidents come from a sector than its own past lets expect. Pure."""
