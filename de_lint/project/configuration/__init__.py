"""Configuration files, what they mean, and how `init` and `labels` write them."""
