"""Why: what stands on a screen explained by its clause and its entries, beside it or on a page; and the charter."""
