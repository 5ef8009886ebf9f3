"""Joint statements at the node: when it releases them, their public pages, their receipts."""
