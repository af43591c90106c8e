"""How a whole library is checked fast: what is kept, what is slimmed, what runs side by side."""
