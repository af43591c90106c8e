"""The model of a library: the one truth of its format."""
