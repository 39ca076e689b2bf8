"""What all text formats share: from blocks of text to titles, chapters and items."""
