"""Conversations of our own making, with questions and the turns that answer them."""
