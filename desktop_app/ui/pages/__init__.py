"""One module per page of the window; pages never import each other."""
