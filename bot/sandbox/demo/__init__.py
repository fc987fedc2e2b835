"""The demonstration: stories from the police notices, told with invented adults, played to the real bot."""
