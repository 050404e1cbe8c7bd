"""The report as a page.

One module says what the page shows; each of the others makes one part of it: hence more than nine.
"""
