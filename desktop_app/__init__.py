"""播账 Bozhang: what each live stream, product and market of a family's cross-border shop really earned."""

__version__ = "0.1.0"
