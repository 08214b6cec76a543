"""Painted parts used by several panes: buttons, chips, glyphs, fields, bars, sheets."""
