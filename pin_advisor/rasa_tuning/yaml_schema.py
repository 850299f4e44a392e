"""A file of training data is read with its line numbers only when something is wrong with it.

Rasa reads each file a second time to check its form, with a reader that keeps the line and the comments of
every part and is fifteen times as slow, and the two schemas anew for each file: half of the time before the
training of 46,000 utterances begins.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

RELIES_ON: Final = {
    "rasa.shared.utils.validation:validate_yaml_schema": "5dbf4aaed98f0d0e",
    "rasa.shared.utils.io:read_yaml": "72be2ac603a09515",
}
CHECK: Final = (
    "that a file passes if it passes with the quick reader, too, and that all others go the old way."
)


def adjust(validation: Any) -> None:
    """Check with the quick reader first; what fails is checked as before, which tells where."""
    with_lines = validation.validate_yaml_schema

    def validate_yaml_schema(
        yaml_file_content: str, schema_path: str, package_name: str = validation.PACKAGE_NAME
    ) -> None:
        if not _passes(validation, yaml_file_content, schema_path, package_name):
            with_lines(yaml_file_content, schema_path, package_name)

    validation.validate_yaml_schema = validate_yaml_schema


def _passes(validation: Any, content: str, schema_path: str, package_name: str) -> bool:
    from pykwalify.core import Core

    read = validation.rasa.shared.utils.io.read_yaml
    schema, extensions = _schema(package_name, schema_path, validation.PACKAGE_NAME)
    try:
        Core(source_data=read(content), schema_data=dict(schema), extensions=[extensions]).validate()
    except Exception:  # whatever it is, the old way says it better
        return False
    return True


@lru_cache(maxsize=8)
def _schema(package_name: str, schema_path: str, own: str) -> tuple[dict[str, Any], str]:
    """The schema, with the parts that all share, and the file of its extensions."""
    import pkg_resources
    from rasa.shared.constants import RESPONSES_SCHEMA_FILE, SCHEMA_EXTENSIONS_FILE
    from rasa.shared.utils.io import read_yaml_file

    schema = read_yaml_file(pkg_resources.resource_filename(package_name, schema_path))
    shared = read_yaml_file(pkg_resources.resource_filename(own, RESPONSES_SCHEMA_FILE))
    return {**schema, **shared}, pkg_resources.resource_filename(own, SCHEMA_EXTENSIONS_FILE)
