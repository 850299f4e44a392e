"""Where visitors meet the advisor. A channel takes a message, has its turn taken, and renders the reply."""
