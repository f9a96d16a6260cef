"""Session logs of agent hosts: the delegations and reports in them, read line by line, judged as a hook would."""
