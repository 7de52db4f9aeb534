"""Makers of test files: a notice written down in each format by a real producer of that format."""
