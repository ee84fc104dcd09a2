"""Tests of what passes between writer and workers."""
