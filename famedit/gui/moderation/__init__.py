"""Moderating in the window: the replies under the preview, and the Moderate page."""
