"""Headings that are not marked as such, and what stands below a heading."""
