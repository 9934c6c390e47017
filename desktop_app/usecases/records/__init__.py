"""Records as people work with them: found, written, changed in numbers, voided and brought back."""
