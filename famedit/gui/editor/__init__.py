"""The article editor: the manuscript, its fields, and the document behind them."""
