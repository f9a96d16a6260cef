"""The subcommands of `de-lint schema`: one file each, which exposes `command`."""
