"""Pin Advisor: recommends a lapel pin type, with reasons, from what a visitor says."""
