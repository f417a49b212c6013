"""Official papers: what they say (model), and how they are set as PDF (pdf, with paper.typ)."""
