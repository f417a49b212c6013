"""The steps of an inspection on rows at hand: what each asks of the rules and what it writes, whoever holds the pen.

An operation reads and locks its rows, says no where the actor or the stage is wrong, and takes its step with
``AT_ONCE``; the demonstration takes the same steps of thousands of inspections with a book that is written at the end.
"""
