"""What is delivered for containers and clusters: bounded, unprivileged, pinned, in step with the product."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from pin_advisor.channels import settings
from pin_advisor.paths import PROJECT

DEPLOY: Final = PROJECT / "deploy"
KUBERNETES: Final = DEPLOY / "kubernetes"


def documents() -> list[dict[str, Any]]:
    """Everything for Kubernetes."""
    files = sorted(KUBERNETES.glob("*.yaml"))
    return [d for file in files for d in yaml.safe_load_all(file.read_text("utf-8")) if d]


def pods() -> list[tuple[str, dict[str, Any]]]:
    """The pods, by the names of what makes them."""
    makers = [d for d in documents() if "template" in d.get("spec", {})]
    return [(d["metadata"]["name"], d["spec"]["template"]["spec"]) for d in makers]


def containers() -> list[tuple[str, dict[str, Any]]]:
    return [(f"{name}/{c['name']}", c) for name, pod in pods() for c in pod["containers"]]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """docker-compose.yml, with its anchors resolved."""
    return dict(yaml.safe_load((DEPLOY / "docker-compose.yml").read_text("utf-8")))


@pytest.mark.parametrize(("name", "container"), containers(), ids=lambda v: v if isinstance(v, str) else "")
def test_a_container_can_do_no_more_than_it_has_to(name: str, container: dict[str, Any]) -> None:
    context = container["securityContext"]
    assert context["readOnlyRootFilesystem"] is True
    assert context["allowPrivilegeEscalation"] is False
    assert context["capabilities"] == {"drop": ["ALL"]}
    assert context["runAsUser"] > 0
    assert {"cpu", "memory"} <= set(container["resources"]["requests"])
    assert "memory" in container["resources"]["limits"]


@pytest.mark.parametrize(("name", "pod"), pods(), ids=lambda v: v if isinstance(v, str) else "")
def test_a_pod_has_no_rights_in_the_cluster(name: str, pod: dict[str, Any]) -> None:
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert "hostNetwork" not in pod
    # Whatever is mounted is there.
    volumes = {volume["name"] for volume in pod["volumes"]}
    assert {m["name"] for c in pod["containers"] for m in c["volumeMounts"]} == volumes


def test_what_refers_to_something_in_the_cluster_finds_it() -> None:
    found = {(d["kind"], d["metadata"]["name"]) for d in documents() if "metadata" in d}
    for _, pod in pods():
        for volume in pod["volumes"]:
            if "secret" in volume:
                assert ("Secret", volume["secret"]["secretName"]) in found
            if "configMap" in volume:
                assert ("ConfigMap", volume["configMap"]["name"]) in found
    (scaler,) = (d for d in documents() if d["kind"] == "HorizontalPodAutoscaler")
    target = scaler["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) in found
    # A budget that lets no pod go, or a single replica, would stop every upgrade of a machine.
    assert scaler["spec"]["minReplicas"] >= 2
    (budget,) = (d for d in documents() if d["kind"] == "PodDisruptionBudget")
    assert budget["spec"]["minAvailable"] < scaler["spec"]["minReplicas"]


def test_all_traffic_that_is_not_named_is_refused() -> None:
    policies = {d["metadata"]["name"]: d["spec"] for d in documents() if d["kind"] == "NetworkPolicy"}
    assert policies["nothing"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    (bot,) = policies["bot"]["ingress"]
    assert bot["ports"] == [{"port": 8080}]  # nginx; workers listen on 127.0.0.1


def test_kustomize_lists_every_file_but_the_example() -> None:
    listed = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text("utf-8"))["resources"]
    files = {f.name for f in KUBERNETES.glob("*.yaml")} - {"kustomization.yaml", "secret.example.yaml"}
    assert set(listed) == files


def test_services_of_compose_are_bounded_and_pinned(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert re.search(r":\d+\.\d+(\.\d+)?(-\w+)?$", service["image"]), name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert name == "postgres" or (service["read_only"] and service["cap_drop"] == ["ALL"]), name
        for port in service.get("ports", ()):
            assert port.startswith("127.0.0.1:"), "TLS comes first"
        used = {v.partition(":")[0] for v in service.get("volumes", ())}
        assert used <= set(compose["volumes"]), name
        assert set(service.get("secrets", ())) <= set(compose["secrets"]), name
        given = service.get("environment") or {}
        assert all(value.startswith("/run/secrets/") for key, value in given.items() if "PASSWORD" in key), (
            name
        )
    assert compose["networks"]["back"] == {"internal": True}


def test_secrets_are_made_for_everything_that_asks_for_them(compose: dict[str, Any], tmp_path: Path) -> None:
    script = tmp_path / "secrets.sh"
    script.write_bytes((DEPLOY / "docker" / "secrets.sh").read_bytes())
    runs = []
    for _ in range(2):  # the second time changes nothing
        subprocess.run(["sh", str(script)], check=True)
        runs.append({f.name: f.read_text() for f in (tmp_path / "secrets").iterdir()})
    made, again = runs
    assert made == again
    assert set(made) == set(compose["secrets"])
    assert made["postgres_password"] in made["PIN_ADVISOR_DATABASE_URL"]
    assert made["redis_password"] in made["PIN_ADVISOR_REDIS_URL"]
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0


def test_a_container_reads_secrets_from_files(tmp_path: Path) -> None:
    (tmp_path / "PIN_ADVISOR_REDIS_URL").write_text("redis://a b'c\"$d")
    (tmp_path / "OTHER").write_text("x")
    shown = subprocess.run(
        [str(DEPLOY / "docker" / "entrypoint.sh"), "env"],
        env={"PATH": "/usr/bin:/bin", "PIN_ADVISOR_SECRETS": str(tmp_path)},
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert "PIN_ADVISOR_REDIS_URL=redis://a b'c\"$d" in shown.splitlines()
    assert "OTHER" not in shown


def test_without_secrets_a_container_starts_as_well(tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "PIN_ADVISOR_SECRETS": str(tmp_path)}
    command = [str(DEPLOY / "docker" / "entrypoint.sh"), "echo", "started"]
    assert subprocess.run(command, env=environment, check=True, capture_output=True).stdout == b"started\n"


def test_images_run_as_somebody_and_are_made_of_what_is_let_in() -> None:
    lines = (DEPLOY / "Dockerfile").read_text("utf-8").splitlines()
    stages = "\n".join(lines).split("\nFROM ")[1:]
    assert [s.splitlines()[0].partition(" AS ")[2] for s in stages] == ["build", "bot", "front", ""]
    for stage in stages[1:3]:
        (user,) = re.findall(r"^USER (\d+):\d+$", stage, re.MULTILINE)
        assert int(user) > 0
    assert "apt-get install" not in stages[2]
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    copied = {
        word.split("/")[0]
        for line in lines
        if line.startswith("COPY ") and "--from" not in line
        for word in line.split()[1:-1]
    } - {"."}
    assert copied <= let_in
    assert all((PROJECT / name).exists() for name in let_in)
    assert not let_in & {"tests", "benchmarks", "models", ".git"}


def test_nginx_lets_in_every_connector_and_no_other_channel() -> None:
    allowed = (DEPLOY / "nginx" / "allowed.conf").read_text("utf-8")
    (channels,) = re.findall(r"\^/webhooks/\(\?:([a-z|]+)\)/webhook\$", allowed)
    assert set(channels.split("|")) == {connector.title.lower() for connector in settings.CONNECTORS}


def test_systemd_starts_what_is_there_and_lets_it_write_where_it_has_to() -> None:
    unit = (DEPLOY / "systemd" / "pin-advisor.service").read_text("utf-8")
    (writable,) = re.findall(r"^ReadWritePaths=(.*)$", unit, re.MULTILINE)
    assert writable.split() == [f"/opt/pin-advisor/{p}" for p in ("data/store", "logs", ".cache")]
    assert "ExecStart=/opt/pin-advisor/.venv/bin/pin-advisor run" in unit
    example = (DEPLOY / "systemd" / "environment.example").read_text("utf-8")
    assert all(re.fullmatch(r"#?\w+=\S+|# .*", line) for line in example.splitlines())
