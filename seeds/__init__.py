"""What people edit: sources, companies, themes, recipes and the sample newsroom."""
