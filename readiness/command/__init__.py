"""The command line: words in, words and an exit status out.

More than nine modules, since everything that a user meets before and after a scan is here.
"""
