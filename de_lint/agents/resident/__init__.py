"""A process that answers events faster: it has read the program already, and forks for each event.

An event starts it, and it ends when none comes. What it cannot answer at once, and just as a process of its own would,
it leaves to that.
"""
