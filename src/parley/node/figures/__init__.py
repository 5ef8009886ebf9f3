"""Performance figures of each member, the supervisor among them: counted from the record, each with its entries."""
