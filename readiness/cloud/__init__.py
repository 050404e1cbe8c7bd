"""What an object becomes in the cloud: pure functions.

In the order of Microsoft's own steps: `joined` makes one entry of several, `sent` is what leaves
the directory, `naming` and `addresses` are what the cloud makes of it, `attributes` what it takes
as it is; `prediction` is all of these, `record` the same in plain values, and `contested` what
becomes of names that two objects get. None is left out and none merged: a module a step. Whom an
object meets in a tenant that holds objects already, `matching` tells.
"""
