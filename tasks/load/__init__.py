"""Loading: what the steps made of a batch goes into the warehouse, all or nothing."""
