"""An OpenID Connect provider on loopback whose answers are what the test says: sound, or wrong in one way."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "vrede-client", "a secret of the provider that is long enough"


@dataclass
class Provider:
    """claims, header: what is other than sound in the next ID token. said: what the token address was asked."""

    port: int
    key: Any
    other: Any
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    config: dict[str, Any] = field(default_factory=dict)
    sign: str = "RS256"
    without: tuple[str, ...] = ()
    nonce: str = ""
    said: list[dict[str, str]] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def token(self) -> str:
        """An ID token as asked for."""
        now = int(time.time())
        sound = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "subject-1",
            "exp": now + 300,
            "iat": now,
            "nonce": self.nonce,
        }
        said = {name: value for name, value in {**sound, **self.claims}.items() if name not in self.without}
        header = {"kid": "key-1", **self.header}
        if self.sign == "none":
            return jwt.encode(said, key=None, algorithm="none", headers=header)
        if self.sign == "HS256":  # signed with what everybody can read: the public key's numbers
            return jwt.encode(said, key=json.dumps(self.keys()), algorithm="HS256", headers=header)
        key = self.other if self.sign == "other" else self.key
        return jwt.encode(said, key=key, algorithm="RS256" if self.sign == "other" else self.sign, headers=header)

    def keys(self) -> dict[str, Any]:
        """What it publishes."""
        numbers = self.key.public_key().public_numbers()

        def text(number: int) -> str:
            return (
                base64.urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()
            )

        return {"keys": [{"kty": "RSA", "kid": "key-1", "use": "sig", "n": text(numbers.n), "e": text(numbers.e)}]}


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider, until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self, value: Any) -> None:
            body = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if path == "/.well-known/openid-configuration":
                self._answer(
                    {
                        "issuer": made.issuer,
                        "authorization_endpoint": f"{made.issuer}/authorize",
                        "token_endpoint": f"{made.issuer}/token",
                        "userinfo_endpoint": f"{made.issuer}/userinfo",
                        "jwks_uri": f"{made.issuer}/keys",
                        "token_endpoint_auth_methods_supported": ["client_secret_post"],
                        **made.config,
                    }
                )
            elif path == "/keys":
                self._answer(made.keys())
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            made.said.append({k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()})
            answer = {"access_token": "an access token", "token_type": "Bearer", "id_token": made.token()}
            if "id_token" in made.without:
                del answer["id_token"]
            self._answer(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Provider(
        server.server_address[1],
        rsa.generate_private_key(public_exponent=65537, key_size=2048),
        rsa.generate_private_key(public_exponent=65537, key_size=2048),
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
