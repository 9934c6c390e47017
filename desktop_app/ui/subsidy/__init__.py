"""Parts of the subsidy pages: cards of schemes, steps in words, what is missing, forms."""
