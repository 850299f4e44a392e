"""Stand-ins for the platforms on this machine: they speak the real HTTP APIs, and need no account.

The tests run against them, and a developer can, by setting a connector's ``…_API`` variable to their address.
"""
