"""Where our access token may be shown."""

from __future__ import annotations

import pytest

from pin_advisor.channels.teams.addresses import Service


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/amer/",
        "https://smba.trafficmanager.net/amer-client-ss.msg/",
        "https://smba.trafficmanager.net:443/teams",
        "https://SMBA.trafficmanager.net/emea/",
        "https://smba.infra.gcc.teams.microsoft.com/teams",
        "https://canary.botapi.skype.com/amer/",
        "https://skype.botframework.com",
    ],
)
def test_addresses_of_microsofts_documentation_are_allowed(url: str) -> None:
    assert Service().allows(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://smba.trafficmanager.net/amer/",
        "https://evil.trafficmanager.net/amer/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://evil.example/smba.trafficmanager.net/",
        "https://evil.example#smba.trafficmanager.net",
        "https://evil.example\\@smba.trafficmanager.net/",
        "https://user:word@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net:8443/",
        "https://smba.trafficmanager.net:port/",
        "https://evilbotframework.com/",
        "https://botframework.com.evil.example/",
        "https://[::1]/",
        "https://127.0.0.1/",
        "//smba.trafficmanager.net/",
        "smba.trafficmanager.net",
        "",
    ],
)
def test_all_others_are_not(url: str) -> None:
    assert not Service().allows(url)


def test_a_stand_in_is_the_only_place_while_it_stands_in() -> None:
    service = Service("http://127.0.0.1:9", "http://127.0.0.1:9", "http://127.0.0.1:9")

    assert service.allows("http://127.0.0.1:9/teams/")
    assert not service.allows("http://127.0.0.1:90/teams/")
    assert not service.allows("https://smba.trafficmanager.net/amer/")
