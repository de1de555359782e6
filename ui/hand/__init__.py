"""What a hand does on a page: moves, mistakes, and the live answer while it moves."""
