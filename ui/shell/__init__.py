"""What surrounds every page: navigation, document language, style, fragments."""
