"""Reads descriptions of clouds by openstacksdk: one line of JSON each in, and one line with the outcome out."""

import base64
import importlib
import json
import os
import sys
import tempfile
import warnings

import guard  # noqa: F401
import requests
from keystoneauth1 import exceptions, identity
from openstack.config import loader

warnings.simplefilter("ignore")


class Keystone(requests.adapters.BaseAdapter):
    """Answers every login with the same token, and records what was sent."""

    def __init__(self, catalog):
        super().__init__()
        self.catalog = catalog
        self.login = None

    def send(self, request, **kwargs):
        response = requests.Response()
        response.request, response.url = request, request.url
        response.headers["content-type"] = "application/json"
        if request.method == "POST":
            self.login = {"url": request.url, "body": json.loads(request.body)}
            response.status_code = 201
            response.headers["x-subject-token"] = "token"
            said = {"token": {"expires_at": "2999-01-01T00:00:00Z", "methods": [], "catalog": self.catalog}}
        else:
            response.status_code = 200
            href = request.url.rstrip("/").removesuffix("/v3") + "/v3/"
            links = [{"rel": "self", "href": href}]
            said = {"versions": {"values": [{"id": "v3.14", "status": "stable", "links": links}]}}
        response._content = json.dumps(said).encode()
        return response

    def close(self):
        pass


def login_of(session, keystone):
    auth = session.auth
    if isinstance(auth, identity.base.BaseIdentityPlugin):
        auth.get_access(session)
        return {"type": "keystone", **keystone.login}
    headers = auth.get_headers(session) or {}
    if "Authorization" in headers:
        pair = base64.b64decode(headers["Authorization"].removeprefix("Basic ")).decode()
        return {"type": "http_basic", "pair": pair}
    token = auth.get_token(session)
    return {"type": "none"} if token in (None, "notused") else {"type": "token", "token": token}


def endpoint_of(region, session):
    override = region.get_endpoint("baremetal")
    if override:
        return override
    if not isinstance(session.auth, identity.base.BaseIdentityPlugin):
        return session.auth.get_endpoint(session)
    try:
        return session.auth.get_access(session).service_catalog.url_for(
            service_type=region.get_service_type("baremetal"),
            service_name=region.get_service_name("baremetal"),
            interface=region.get_interface("baremetal"),
            region_name=region.get_region_name("baremetal") or None,
        )
    except exceptions.EndpointNotFound:
        return None


def path_of(value):
    return os.path.abspath(value) if isinstance(value, str) else None


def read(case, home):
    os.environ.clear()
    os.environ.update({"HOME": home, **case["env"]})
    for path, text in case["files"].items():
        path = os.path.join(home, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
    os.makedirs(os.path.join(home, "work"), exist_ok=True)
    os.chdir(os.path.join(home, "work"))
    # openstacksdk decides at import where it looks
    importlib.reload(loader)
    region = loader.OpenStackConfig().get_one(cloud=case.get("cloud"), region_name=case.get("region"))
    keystone = Keystone(case["catalog"])
    session = region.get_session()
    for scheme in ["http://", "https://"]:
        session.session.mount(scheme, keystone)
    verify, cert = region.get_requests_verify_args()
    cert, key = cert if isinstance(cert, tuple) else (cert, None)
    return {
        "login": login_of(session, keystone),
        "endpoint": endpoint_of(region, session),
        "region": region.get_region_name("baremetal") or None,
        "insecure": verify is False,
        "ca": path_of(verify),
        "cert": path_of(cert),
        "key": path_of(key),
        "microversion": region._get_version_request("baremetal", None).default_microversion,
        "timeout": session.timeout,
    }


for line in sys.stdin:
    with tempfile.TemporaryDirectory() as home:
        case = json.loads(line.replace("<home>", home))
        try:
            outcome = read(case, home)
        except Exception as error:
            outcome = {"error": f"{type(error).__name__}: {error}"}
        os.chdir("/")
        print(json.dumps(outcome).replace(home, "<home>"), flush=True)
