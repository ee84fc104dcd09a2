"""When what runs, in which order; the dashboard and the command."""
