"""What several reports say in the same words: the answer, the judges, a finding, what is next."""
