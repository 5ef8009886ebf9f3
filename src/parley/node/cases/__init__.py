"""Cases that lawyers read: a situation, and what must follow by a charter (docs/cases.md). No files, no clock."""
