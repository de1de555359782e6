"""The link is the state: how a page is written into its address, and read from it."""
