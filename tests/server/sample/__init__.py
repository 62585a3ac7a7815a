"""An app of the tests only: a kind of record that every lower app can be tried with."""
