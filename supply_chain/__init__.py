"""What the product is made of: its packages, their licences, published vulnerabilities and size.

For whoever releases or runs Pin Advisor; the product itself never imports it. The commands are
``make audit``, ``make sbom`` and ``make size``.
"""
