"""What any training needs: data sets and their checked download, the fitting loop."""
