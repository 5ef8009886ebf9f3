"""What a node does and holds of commerce: it takes the slots of its crossings, and tells what suspends a permit."""
