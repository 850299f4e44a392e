"""All channels beside each other on one page, played by the platforms' stand-ins: no account is needed."""
