"""Where the files of a record come from when it is audited: a folder, a bundle, a node."""
