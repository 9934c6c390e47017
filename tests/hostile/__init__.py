"""Files made to do harm, or that came to it by bad luck, and what the program says to each."""
