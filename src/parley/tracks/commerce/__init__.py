"""Commerce: opportunities with interest that is disclosed when it is mutual, crossings with permits, projects. Pure."""
