//! Tokens that the test makes itself: signed with RSA by openssl as a provider would, or made wrong on purpose.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::provider::output;
use crate::{command::command, error::Error, fingerprint::hex};

pub(super) const ISSUER: &str = "https://id.example";
pub(super) const AUDIENCE: &str = "https://gateway.example";

/// A key pair of the provider.
pub(super) struct Key<'a> {
    openssl: &'a Path,
    pub(super) private: PathBuf,
    pub(super) public: PathBuf,
}

impl<'a> Key<'a> {
    /// Makes a key pair: `name.pem` is the public key.
    pub(super) fn make(openssl: &'a Path, folder: &Path, name: &str) -> Result<Self, Error> {
        let key = Self {
            openssl,
            private: folder.join(format!("{name}.key")),
            public: folder.join(format!("{name}.pem")),
        };
        let mut make = command(openssl);
        make.args(["genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out"]);
        output(make.arg(&key.private), b"")?;
        let mut publish = command(openssl);
        publish.args(["pkey", "-pubout", "-in"]).arg(&key.private).arg("-out").arg(&key.public);
        output(&mut publish, b"")?;
        Ok(key)
    }

    /// Returns a valid token for the customer.
    pub(super) fn token(&self, customer: &str) -> Result<String, Error> {
        self.sign(&header("RS256"), &claims(customer))
    }

    /// Returns a token with this header and these claims, with a correct signature by SHA-256.
    pub(super) fn sign(&self, header: &Value, claims: &Value) -> Result<String, Error> {
        self.sign_with("-sha256", header, claims)
    }

    /// Signs with another digest, such as `-sha512`.
    pub(super) fn sign_with(&self, digest: &str, header: &Value, claims: &Value) -> Result<String, Error> {
        let content = content(header, claims);
        let mut sign = command(self.openssl);
        sign.args(["dgst", digest, "-binary", "-sign"]).arg(&self.private);
        let signature = output(&mut sign, content.as_bytes())?;
        Ok(format!("{content}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)))
    }

    /// Returns a token with HS256, whose secret is the public key: the old trick against servers that believe `alg`.
    pub(super) fn sign_with_public_key_as_secret(&self, claims: &Value) -> Result<String, Error> {
        let content = content(&header("HS256"), claims);
        let secret = hex(&fs::read(&self.public)?);
        let mut sign = command(self.openssl);
        sign.args(["dgst", "-sha256", "-binary", "-mac", "HMAC", "-macopt", &format!("hexkey:{secret}")]);
        let signature = output(&mut sign, content.as_bytes())?;
        Ok(format!("{content}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)))
    }
}

/// Returns a token that nobody signed.
pub(super) fn unsigned(claims: &Value) -> String {
    format!("{}.", content(&header("none"), claims))
}

/// Returns the token with other claims and the same signature.
pub(super) fn with_claims(token: &str, claims: &Value) -> String {
    let mut parts = token.split('.');
    let (header, signature) = (parts.next().unwrap_or_default(), parts.nth(1).unwrap_or_default());
    format!("{header}.{}.{signature}", BASE64_URL_SAFE_NO_PAD.encode(claims.to_string()))
}

pub(super) fn header(algorithm: &str) -> Value {
    json!({ "alg": algorithm, "typ": "at+jwt" })
}

/// Returns the claims of a valid token.
pub(super) fn claims(customer: &str) -> Value {
    json!({ "iss": ISSUER, "aud": AUDIENCE, "customer_id": customer, "exp": now() + 300, "iat": now() })
}

/// Returns the claims with one of them changed; `null` removes it.
pub(super) fn claims_with(customer: &str, name: &str, value: Value) -> Value {
    let mut claims = claims(customer);
    if value.is_null() {
        claims.as_object_mut().map(|claims| claims.remove(name));
    } else {
        claims[name] = value;
    }
    claims
}

/// Returns the seconds since 1970.
pub(super) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

fn content(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}
