"""How hard a text is to read: sentences, syllables, published formulas. Pure functions."""
