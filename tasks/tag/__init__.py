"""Tagging: articles in, companies, themes, funding claims and new names out."""
