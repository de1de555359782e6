"""What the start page is made of: three bars to move, and a card for each page."""
