"""Commerce on the desk: crossings with their slots and permits, opportunities, projects."""
