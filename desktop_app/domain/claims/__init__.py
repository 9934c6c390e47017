"""Claims: what of the book counts under a scheme, the life of a claim, and the proof that goes with it."""
