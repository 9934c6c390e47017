"""What a page of records does, beside what it shows."""
