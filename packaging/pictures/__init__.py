"""What draws the sample desk's pictures; see draw_pictures.py beside this folder."""
