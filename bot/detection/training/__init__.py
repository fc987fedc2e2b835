"""The written conversations that the learned reader and the weights of the signs are fitted on, and the fitting."""
