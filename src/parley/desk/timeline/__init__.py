"""The time line below the stage: deadlines, messages and line checks of the hours around now."""
