"""What tables show, as Qt item models."""
