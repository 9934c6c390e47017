"""Files of platforms, carriers and ledgers, read into rows and issues."""
