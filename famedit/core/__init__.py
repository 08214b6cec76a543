"""Values and rules of the newsroom: no Qt, no SQL, nothing else of FamEdit."""
