"""The live page beside the manuscript."""
