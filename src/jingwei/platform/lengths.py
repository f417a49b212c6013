"""How long a text may be, in characters: the same in form, interface and column, for every text of its kind.

Lengths below a paragraph stand with their column, as its paper gives them.
"""

PARAGRAPH = 4_000  # what somebody finds, demands or reports; a page and a half of paper
DOCUMENT = 20_000  # the body of a circular, a standard's points, a year's holidays
DRAWING = 700_000  # a signature in base64, half a megabyte of picture
PICTURE = 11_500_000  # a photograph in base64, eight megabytes; a longer body is not read at all
ENTERPRISES = 3_000  # enterprises that one special inspection names
LISTED = 150  # entries of a list that a body names: people, items, points; the lines of one paper
