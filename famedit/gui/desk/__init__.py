"""The desk: the list of articles at the left of the window."""
