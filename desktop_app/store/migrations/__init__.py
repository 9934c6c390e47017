"""The steps that bring a book from each version to the next."""
