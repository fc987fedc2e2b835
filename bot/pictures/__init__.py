"""Pictures: bytes become fingerprints and are gone. Nothing here keeps, shows or passes on an image."""
