"""From text to mentions, with the rules as spaCy patterns. All of spaCy lives here."""
