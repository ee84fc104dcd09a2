"""Extraction: archived pages in, articles out."""
