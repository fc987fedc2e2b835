"""The written conversations that the scorer and the weights of the signs are fitted on, and the fitting."""
