"""What can be wrong with a cue file. The message names the file and the place in it."""


class CueFileError(ValueError):
    """A cue file cannot be used as it is."""
