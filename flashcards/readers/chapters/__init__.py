"""Read lists of chapters, as players and programs for recordings write them."""
