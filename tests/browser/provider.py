"""A small OpenID Connect provider in a process of its own: signs in whoever asks as the person named on its command line.

`python -m tests.browser.provider PORT NAME`: discovery, keys, authorization code flow with a signed ID token.
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwk, jwt

KEY = jwk.RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
CODES: dict[str, dict[str, str]] = {}


class Provider(BaseHTTPRequestHandler):
    """Answers the five addresses of the protocol."""

    issuer, name = "", ""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        fields = {key: values[0] for key, values in parse_qs(asked.query).items()}
        if asked.path == "/authorize":
            code = secrets.token_urlsafe(16)
            CODES[code] = fields
            self.send_response(302)
            self.send_header("Location", f"{fields['redirect_uri']}?{urlencode({'code': code, 'state': fields['state']})}")
            self.end_headers()
        elif asked.path == "/jwks":
            self._json({"keys": [KEY.as_dict(private=False)]})
        else:
            ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks", "userinfo_endpoint": "userinfo"}
            self._json({"issuer": self.issuer, **{name: f"{self.issuer}/{path}" for name, path in ends.items()}, **SUPPORTED})

    def do_POST(self) -> None:
        fields = {key: values[0] for key, values in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
        asked = CODES.pop(fields["code"])
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": asked["client_id"], "sub": self.name, "preferred_username": self.name, "iat": now, "exp": now + 600}
        claims |= {"nonce": asked["nonce"]} if "nonce" in asked else {}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)
        self._json({"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def _json(self, content: dict) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_parts: object) -> None:
        """Nothing on stderr."""


SUPPORTED = {"response_types_supported": ["code"], "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}

if __name__ == "__main__":
    Provider.issuer, Provider.name = f"http://127.0.0.1:{sys.argv[1]}", sys.argv[2]
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Provider).serve_forever()
