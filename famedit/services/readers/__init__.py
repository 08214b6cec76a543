"""Readers: from files and pasted text to ``Understood`` values. ``table`` is the way in."""
