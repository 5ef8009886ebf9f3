"""Before something leaves: looking it over, a second officer's release, and a send that can still be stopped."""
