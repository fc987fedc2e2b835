"""The written conversations that the learned reader and the signs are fitted on, and the fitting."""
