"""The pages on screen: a folder for each page, and a few for what pages share."""
