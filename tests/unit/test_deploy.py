"""What ships in deploy/ fits the project, the schemas, and itself."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

import play
from core.digits.attempts import MAX_ATTEMPTS
from scripts.proxy import configured
from scripts.server import ROOT
from ui.digit.attempts.row import LONGEST

DEPLOY = ROOT / "deploy"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
KUBERNETES = "1.34"
NEEDED = {"app.py", ".streamlit", "core", "ui", "pages", "locales"}


def dockerfile() -> str:
    return (DEPLOY / "Dockerfile").read_text()


def manifest(name: str) -> dict:
    return yaml.safe_load((DEPLOY / "kubernetes" / f"{name}.yaml").read_text())


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_manifest_follows_the_schema(path: Path) -> None:
    for document in yaml.safe_load_all(path.read_text()):
        kubernetes_validate.validate(document, KUBERNETES, strict=True)


def test_a_wrong_manifest_would_be_noticed() -> None:
    wrong = manifest("deployment")
    wrong["spec"]["template"]["spec"]["containers"][0]["readinesProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, KUBERNETES, strict=True)


def test_manifests_speak_of_one_another() -> None:
    deployment, service = manifest("deployment"), manifest("service")
    pod = deployment["spec"]["template"]
    container = pod["spec"]["containers"][0]
    assert service["spec"]["selector"].items() <= pod["metadata"]["labels"].items()
    assert service["spec"]["ports"][0]["targetPort"] in {p["name"] for p in container["ports"]}
    target = manifest("autoscaler")["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == ("Deployment", deployment["metadata"]["name"])
    backend = manifest("ingress")["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]
    assert backend["name"] == service["metadata"]["name"]
    assert backend["port"]["name"] == service["spec"]["ports"][0]["name"]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["httpGet"] == {"path": "/_stcore/health", "port": "http"}
    assert pod["spec"]["securityContext"]["runAsNonRoot"]


def test_image_holds_all_that_the_app_needs() -> None:
    lines = re.findall(r"^COPY (?!--)(.+) \S+$", dockerfile(), flags=re.MULTILINE)
    copied = {source for line in lines for source in line.split()}
    assert {"play.py", "requirements.txt", *play.APP, *NEEDED} == copied
    assert all((ROOT / path).exists() for path in copied)
    allowed = {
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"
    }
    assert allowed == copied


def test_everything_that_the_app_imports_is_in_the_image() -> None:
    imported = set()
    for path in [
        ROOT / "app.py",
        *(p for d in ("core", "ui", "pages") for p in (ROOT / d).rglob("*.py")),
    ]:
        imported |= set(
            re.findall(r"^\s*(?:from|import) (\w+)", path.read_text(), flags=re.MULTILINE)
        )
    ours = {
        p.stem for p in ROOT.iterdir() if (p.is_dir() or p.suffix == ".py") and p.stem in imported
    }
    assert ours <= {Path(name).stem for name in NEEDED}


def test_image_runs_as_nobody_special_and_installs_as_everyone_does() -> None:
    assert re.search(r"^USER (?!0|root)\d+", dockerfile(), flags=re.MULTILINE)
    assert re.search(r"^RUN .*python play\.py install$", dockerfile(), flags=re.MULTILINE)
    assert "pip install" not in dockerfile()
    assert "/_stcore/health" in dockerfile()


def test_workflow_does_what_every_change_must_pass() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())["jobs"]
    steps = [step.get("run", "") for step in jobs["check-and-test"]["steps"]]
    assert ".ci/run" in steps
    assert not any("pip" in step for step in steps)
    script = (ROOT / ".ci" / "run").read_text()
    assert re.findall(r"^make (\w+)$", script, flags=re.MULTILINE) == ["check", "test"]


def test_compose_names_what_is_there() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    build = services["app"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).exists()
    mounted = services["proxy"]["volumes"][0].split(":")[0]
    assert (DEPLOY / mounted).exists()
    assert "8080:8080" in services["proxy"]["ports"]


def test_nginx_is_configured_by_addresses_alone() -> None:
    shipped = (DEPLOY / "nginx.conf").read_text()
    ours = configured(shipped, 12345, [1, 2])
    assert "server 127.0.0.1:1 max_fails=1 fail_timeout=5s;" in ours
    assert "server 127.0.0.1:2 max_fails=1 fail_timeout=5s;" in ours
    changed = set(ours.splitlines()) ^ set(shipped.splitlines())
    assert all("listen" in line or "server " in line for line in changed)
    with pytest.raises(ValueError, match="must have"):
        configured(shipped.replace("listen 8080;", ""), 12345, [1])


def test_limits_agree_with_what_the_server_takes() -> None:
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["server"]
    nginx = re.search(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text())
    body = manifest("ingress")["metadata"]["annotations"]
    assert nginx is not None
    assert f"{nginx[1]}m" == body["nginx.ingress.kubernetes.io/proxy-body-size"]
    assert server["maxUploadSize"] < int(nginx[1]) <= 1.5 * server["maxUploadSize"]
    # All that the browser may have kept comes in one message.
    assert server["maxMessageSize"] * 1e6 > LONGEST * MAX_ATTEMPTS
    for probe in ("readinessProbe", "livenessProbe"):
        container = manifest("deployment")["spec"]["template"]["spec"]["containers"][0]
        assert container[probe]["timeoutSeconds"] >= 2
        assert container[probe].get("failureThreshold", 3) >= 3
