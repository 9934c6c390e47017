"""Parts of what follows an import: lists with a side, their words."""
