"""Clustering: articles in, stories out."""
