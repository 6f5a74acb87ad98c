"""The command line: words in, a pipeline called, plain words or JSON out.

``main`` names the commands and turns errors into exit codes; each further module holds the commands
of one kind. Data goes to standard output, talk to standard error. Heavy imports stand inside the
functions that need them, so that ``digest --help`` answers at once.
"""
