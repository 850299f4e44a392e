"""What the website's requests may hold. docs/website.md tells it to people, openapi.json to programs."""

from __future__ import annotations

from typing import Final, Optional, TypeVar

from pydantic import BaseModel, Extra, Field, StrictStr, ValidationError, validator

from pin_advisor.channels.json_body import Malformed, read_object

#: Longest text of a message, in characters.
MAX_TEXT: Final = 1000
#: Largest body of a request, in bytes: 1,000 characters at six bytes each (``\\ud83d``) and the rest.
MAX_BODY: Final = 20_000
_DEEPEST: Final = 8
#: What ``str.strip`` leaves something of, in the dialects of all who read openapi.json; checked below.
_NOT_BLANK: Final = r"[^\s\u001c-\u001f\u0085]"

Model = TypeVar("Model", bound=BaseModel)


class TooLong(Exception):
    """The text of a message has more than :data:`MAX_TEXT` characters."""


class TooLarge(Exception):
    """The body has more than :data:`MAX_BODY` bytes."""


class _Strict(BaseModel):
    class Config:
        extra = Extra.forbid


class SessionRequest(_Strict):
    """Body of ``POST session``: a login token, where the shop's own site vouches for the visitor."""

    # The letters of a JWT. Any others would take more bytes in JSON than a body may have.
    login: Optional[StrictStr] = Field(None, min_length=1, max_length=4096, regex=r"^[A-Za-z0-9_.=-]*\Z")


class MessageRequest(_Strict):
    """Body of ``POST messages``: the sender's own id for the message, its text, and where it was written."""

    id: StrictStr = Field(..., regex=r"^[A-Za-z0-9_-]{8,64}\Z")
    text: StrictStr = Field(..., min_length=1, max_length=MAX_TEXT, pattern=_NOT_BLANK)
    locale: Optional[StrictStr] = Field(None, regex=r"^[A-Za-z0-9-]{2,35}\Z")
    page: Optional[StrictStr] = Field(None, max_length=200)

    @validator("text")
    def _says_something(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("blank")
        return text


def read(body: bytes, model: type[Model]) -> Model:
    """``body`` as ``model``.

    Raises:
        Malformed: not JSON, a key twice, too deep, a key too many, a wrong type.
        TooLong: the text of a message is too long.
    """
    data = read_object(body, _DEEPEST)
    if set(data) - set(model.__fields__):  # before pydantic, for which a few names mean something of its own
        raise Malformed("It has a field that is not known.")
    try:
        return model(**data)
    except ValidationError as error:
        if any(
            e["loc"] == ("text",) and e["type"] == "value_error.any_str.max_length" for e in error.errors()
        ):
            raise TooLong from None
        # Only the names of our own fields: what the sender wrote is not repeated.
        fields = sorted({str(e["loc"][0]) for e in error.errors()})
        raise Malformed(f"Wrong or missing: {', '.join(fields)}.") from None
