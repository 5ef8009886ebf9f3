"""The public-key work of sealing and opening, done ahead of need by a process of its own while there is much of it."""
