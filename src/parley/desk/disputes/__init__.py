"""Disputes on the desk: the list, one with its ladder, claim beside answer, texts to sign, evidence, measures."""
