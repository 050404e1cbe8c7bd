"""What tells one object from every other, made comparable: DN, GUID, SID and source anchor."""
