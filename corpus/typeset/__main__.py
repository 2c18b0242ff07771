"""`python -m corpus.typeset [--only SLUG] [--out FOLDER]` builds the PDFs."""

from corpus.typeset.build import main

main()
