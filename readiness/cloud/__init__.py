"""What an object becomes in the cloud, and what it meets there: pure functions.

In the order of Microsoft's own steps: `joined` makes one entry of several, `sent` is what leaves
the directory, `naming` and `addresses` are what the cloud makes of it, `attributes` what it takes
as it is; `prediction` is all of these, `record` the same in plain values, and `contested` what
becomes of names that two objects get. `forecast` and its `outcome` tell what an object meets in a
tenant. None is left out and none merged: a module a step.
"""
