"""The utterances that the spaCy pipeline takes its words from."""

from __future__ import annotations

from pathlib import Path

import pytest

from pin_advisor.errors import LanguageError
from pin_advisor.language.build import utterances


def test_utterances_come_without_their_annotations(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(
        "nlu:\n- intent: inform\n  examples: |\n    - [a tin badge](occasion:club), please\n    - hello\n",
        "utf-8",
    )
    assert list(utterances(tmp_path)) == ["a tin badge, please", "hello"]


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"nlu:\n- intent: greet\n  examples: |\n    - hi\n - intent: ask\n", "a.yml:5"),
        (b"nlu: \xff\xfe", "a.yml"),
    ],
)
def test_a_file_that_is_no_yaml_is_named_with_its_line(tmp_path: Path, content: bytes, where: str) -> None:
    (tmp_path / "a.yml").write_bytes(content)
    with pytest.raises(LanguageError) as caught:
        list(utterances(tmp_path))
    assert caught.value.code == "PA143"
    assert str(caught.value.where).endswith(where)
