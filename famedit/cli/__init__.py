"""The commands that need no window. ``arguments`` is light; ``commands`` brings the desk and is imported on demand."""
