"""Identity: what a deck remembers from build to build, so that an edit never costs a review."""
