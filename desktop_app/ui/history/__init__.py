"""Parts of the history page: what one step did, and the bin."""
