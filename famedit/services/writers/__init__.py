"""Writers: from an article as readers may see it to files. ``table`` is the way in."""
