"""From text to documents; whatever is wrong becomes a diagnostic, never an exception."""
