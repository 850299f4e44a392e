"""The gateway's contract for programs, made from the same models that check the requests."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel

from pin_advisor.channels.website.contract import MessageRequest, SessionRequest
from pin_advisor.channels.website.errors import STATUS
from pin_advisor.vocabulary import NEEDS, VALUES

_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "number"}


def description() -> dict[str, Any]:
    """The OpenAPI document."""
    token: list[dict[str, list[str]]] = [{"session": []}]
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Pin Advisor: the website's gateway",
            "version": "1",
            "description": "What the widget and the server say to each other; docs/website.md has more.",
        },
        "servers": [{"url": "/webhooks/website"}],
        "paths": {
            "/session": {
                "post": {
                    "operationId": "beginSession",
                    "summary": "A token for a new conversation, or for that of a visitor who has logged in.",
                    "requestBody": _content(_body(SessionRequest)),
                    "responses": {
                        "201": _answer("A token.", _object(token=_TEXT, expires_in={"type": "integer"})),
                        **_errors(
                            "bad_request",
                            "unauthorized",
                            "too_large",
                            "unsupported_media_type",
                            "rate_limited",
                        ),
                    },
                }
            },
            "/messages": {
                "post": {
                    "operationId": "sendMessage",
                    "summary": "Take a turn. The same id again gives the same answer; nothing happens twice.",
                    "security": token,
                    "requestBody": _content(_body(MessageRequest)),
                    "responses": {
                        "200": _answer(
                            "The reply.",
                            _object(id=_TEXT, replies=_list(_ref("Reply")), needs=_ref("Needs"), at=_NUMBER),
                        ),
                        **_errors(
                            "bad_request",
                            "unauthorized",
                            "conflict",
                            "too_large",
                            "unsupported_media_type",
                            "busy",
                        ),
                    },
                }
            },
            "/history": {
                "get": {
                    "operationId": "tellHistory",
                    "summary": "The latest turns, oldest first.",
                    "security": token,
                    "responses": {
                        "200": _answer("The turns.", _object(turns=_list(_ref("Turn")), needs=_ref("Needs"))),
                        **_errors("unauthorized", "rate_limited"),
                    },
                },
                "delete": {
                    "operationId": "eraseHistory",
                    "summary": "Delete everything of this conversation; the token is then worthless.",
                    "security": token,
                    "responses": {
                        "204": {"description": "It is gone."},
                        **_errors("unauthorized", "rate_limited"),
                    },
                },
            },
            "/about": {
                "get": {
                    "operationId": "tellAbout",
                    "summary": "The shop, the greeting, and needs and pin types in words.",
                    "responses": {"200": _answer("As described.", {"type": "object"}), **_errors()},
                }
            },
            "/health/live": {
                "get": {
                    "operationId": "isLive",
                    "summary": "The process answers.",
                    "responses": {"200": _answer("It does.", _object(status=_TEXT)), **_errors()},
                }
            },
            "/health/ready": {
                "get": {
                    "operationId": "isReady",
                    "summary": "A visitor would get an answer.",
                    "responses": {
                        "200": _answer("They would.", _object(status=_TEXT)),
                        "503": _answer("What fails.", _object(status=_TEXT, failing=_list(_TEXT))),
                    },
                }
            },
        },
        "components": {
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "schemas": _schemas(),
        },
    }


def _schemas() -> dict[str, Any]:
    choice = _object(title=_TEXT, say=_TEXT)
    message = _object(text=_TEXT, choices=_list(choice))
    payload = {"type": "object", "required": ["type"], "properties": {"type": _TEXT}}
    needs: dict[str, Any] = {
        need: {"type": "string", "nullable": True, "enum": [*VALUES[need], None]}
        if need in VALUES
        else _QUANTITY
        for need in NEEDS
    }
    error = _object(code={"type": "string", "enum": list(STATUS)}, message=_TEXT, id=_TEXT)
    return {
        "Reply": _object(messages=_list(message), payload=payload, at=_NUMBER),
        "Turn": _object(id=_TEXT, said=_TEXT, at=_NUMBER, reply=_ref("Reply")),
        "Needs": {"type": "object", "required": list(NEEDS), "properties": needs},
        "Error": _object(error=error),
    }


_QUANTITY: Final = {"type": "number", "nullable": True}


def _body(model: type[BaseModel]) -> dict[str, Any]:
    schema: dict[str, Any] = model.schema()
    schema.pop("title", None)
    for name, field in schema["properties"].items():
        field.pop("title", None)
        if name not in schema.get("required", ()):
            field["nullable"] = True
        if "pattern" in field:
            field["pattern"] = field["pattern"].replace(r"\Z", "$")
    return schema


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _answer(text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": schema}}}


def _errors(*codes: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code in (*codes, "forbidden", "method_not_allowed", "failed", "unavailable"):
        found[str(STATUS[code])] = _answer(code.replace("_", " ").capitalize() + ".", _ref("Error"))
    return found


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
