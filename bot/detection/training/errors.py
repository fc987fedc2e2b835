"""What can be wrong with training data. The message names the file and the place in it."""


class CorpusError(ValueError):
    """A file of the corpus cannot be used as it is."""
