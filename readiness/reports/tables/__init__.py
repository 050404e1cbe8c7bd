"""Tables of objects: what each will be in the cloud, and who can go when."""
