"""Use cases: one method is one transaction. Import ``famedit.services.desk`` for the way in."""
