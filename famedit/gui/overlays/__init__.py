"""What lies over the window for a moment: the command palette and the keyboard sheet."""
