"""Fetching: links in, archived pages and outcomes out."""
