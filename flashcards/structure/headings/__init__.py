"""Headings that are not marked as such, and what is below a heading."""
