"""Which entries a check wants to be asked about, told of a whole batch at once.

A trigger is said by a function, `absent("mail")`, and joined by `&` and `|`. It may let too many
entries through, for `examine` decides, and never too few: therefore it cannot be negated. Triggers
that are equal are asked once, whichever checks say them.
"""
