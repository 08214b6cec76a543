"""Where everything is kept: SQLAlchemy lives here and nowhere else."""
