"""Conversion on a Dask cluster: inputs in partitions, converted by workers, taken in the order of the inputs."""
