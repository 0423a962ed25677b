//! Tokens of a real OpenID provider, and its key as `docs/gateway.md` says to convert it. The check: each token means at
//! the gateway what the provider meant by it.

use std::{
    collections::HashMap,
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;

use super::{
    CAMILLE, CAPILLARY, Gateway, IMPRINT, JOHN, OTHER, Programs, check_every,
    token::{AUDIENCE, ISSUER, Key},
};
use crate::{command::command, error::Error, paths};

/// The customers who sign in.
const CUSTOMERS: [&str; 3] = [CAMILLE, OTHER, JOHN];

/// The tokens that the provider has issued to the customers.
pub(super) struct Provider {
    /// Its public keys, as it publishes them.
    pub(super) jwks: Value,
    tokens: HashMap<String, Value>,
}

impl Provider {
    /// Lets the customers sign in at a provider with these keys, and writes the public one for the gateway.
    pub(super) fn sign_in(programs: &Programs<'_>, key: &Key<'_>, next_key: &Key<'_>) -> Result<Self, Error> {
        let mut sign_in = command(programs.node);
        sign_in.arg(programs.sign_in.with_file_name("access_tokens.js"));
        sign_in.arg("--key").arg(&key.private).arg("--next-key").arg(&next_key.private);
        sign_in.args(["--issuer", ISSUER, "--audience", AUDIENCE]).args(CUSTOMERS);
        let printed: Value = serde_json::from_slice(&output(&mut sign_in, b"")?)
            .map_err(|error| Error::new(format!("the provider's tokens cannot be read: {error}")))?;
        let public_key = convert(programs.node, &printed["jwks"])?;
        fs::write(&key.public, public_key)?;
        let tokens = printed["tokens"].as_object().cloned().unwrap_or_default();
        Ok(Self { jwks: printed["jwks"].clone(), tokens: tokens.into_iter().collect() })
    }

    /// Returns the customer's access token for the gateway.
    pub(super) fn token(&self, customer: &str) -> Result<String, Error> {
        self.other_token(customer, "access")
    }

    /// Returns a token by the name that `access_tokens.js` has for it.
    fn other_token(&self, customer: &str, name: &str) -> Result<String, Error> {
        let token = self.tokens.get(customer).and_then(|tokens| tokens[name].as_str());
        let missing = || Error::new(format!("the provider has issued no token {name} to {customer}"));
        token.map(str::to_owned).ok_or_else(missing)
    }
}

/// Converts a JWKS to a public key in PEM, with the command of the documentation.
fn convert(node: &Path, jwks: &Value) -> Result<Vec<u8>, Error> {
    let document = fs::read_to_string(paths::root().join("docs/gateway.md"))?;
    let script = document.split_once("node -e '").and_then(|(_, rest)| rest.split_once('\''));
    let (script, _) =
        script.ok_or_else(|| Error::new("docs/gateway.md has no command that converts a JWKS"))?;
    output(command(node).args(["-e", script]), jwks.to_string().as_bytes())
}

/// Runs the command with this input, and returns what it prints.
pub(super) fn output(command: &mut Command, input: &[u8]) -> Result<Vec<u8>, Error> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input)?;
    }
    let output = child.wait_with_output()?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let program = command.get_program().to_string_lossy();
    Err(Error::new(format!("{program}: {}", String::from_utf8_lossy(&output.stderr))))
}

pub(super) fn check(gateway: &Gateway<'_>, problems: &mut Vec<String>) -> Result<(), Error> {
    let own = |customer: &str| gateway.provider.token(customer);
    let camille = |name: &str| gateway.provider.other_token(CAMILLE, name);
    for (what, path, token, status) in [
        ("own customer", CAPILLARY, own(CAMILLE)?, 200),
        ("own customer of the other vendor", IMPRINT, own(JOHN)?, 200),
        ("another customer", CAPILLARY, own(OTHER)?, 403),
        ("the customer of another vendor", IMPRINT, own(CAMILLE)?, 403),
        ("an ID token", CAPILLARY, camille("id")?, 401),
        ("a token for another service", CAPILLARY, camille("otherAudience")?, 401),
        ("a token that is no JWT", CAPILLARY, camille("opaque")?, 401),
    ] {
        let what = format!("the provider's token, {what}");
        let response = gateway.curl.send(gateway.request(path, &token))?;
        if response.status != status {
            let body = response.text();
            problems.push(format!("{what}: status {}, and not {status}: {body}", response.status));
        }
        check_every(&what, &response, problems);
    }
    Ok(())
}
