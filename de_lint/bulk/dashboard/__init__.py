"""One page over many records: it is a file of its own, needs no network, and works wherever a browser does."""
