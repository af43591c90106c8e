"""From a director's request to a plan that can be proved."""
